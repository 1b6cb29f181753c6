// A name cannot be put into an event.
#include "centinela/event/event.h"

#include <string_view>

void test(centinela::Event& event, std::string_view name) {
  event.principal.id = centinela::PrincipalToken{42};
#ifdef CENTINELA_FORBIDDEN
  event.principal.id = name;
#endif
  static_cast<void>(name);
}
