// A name cannot be put into a list of tokens either.
#include "centinela/event/event.h"

void test(centinela::Event& event) {
  event.data_subjects.push_back(centinela::DataSubjectToken{42});
#ifdef CENTINELA_FORBIDDEN
  event.data_subjects.push_back("jane.roe@example.org");
#endif
}
