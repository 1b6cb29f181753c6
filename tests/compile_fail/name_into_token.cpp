// A token cannot be made of text, only by the pseudonymiser.
#include "centinela/event/token.h"

#include <string>

centinela::DataSubjectToken test(const std::string& name) {
#ifdef CENTINELA_FORBIDDEN
  return centinela::DataSubjectToken{name};
#else
  static_cast<void>(name);
  return centinela::DataSubjectToken{42};
#endif
}
