// A principal's token is not a data subject's.
#include "centinela/event/event.h"

void test(centinela::Event& event) {
  event.context.acting_for = centinela::DataSubjectToken{42};
#ifdef CENTINELA_FORBIDDEN
  event.context.acting_for = event.principal.id;
#endif
}
