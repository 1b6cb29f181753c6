// An event with a string in it would not be trivially copyable, which state and queues require.
#include "centinela/event/event.h"

#include <string>
#include <type_traits>

struct NamedEvent : centinela::Event {
  std::string name;
};

static_assert(std::is_trivially_copyable_v<centinela::Event>);
#ifdef CENTINELA_FORBIDDEN
static_assert(std::is_trivially_copyable_v<NamedEvent>);
#endif
