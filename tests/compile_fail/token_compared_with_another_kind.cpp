// Tokens of different kinds do not compare.
#include "centinela/event/token.h"

bool test(centinela::PrincipalToken principal, centinela::DataSubjectToken data_subject) {
  bool is_same = principal == principal && data_subject == data_subject;
#ifdef CENTINELA_FORBIDDEN
  is_same = is_same && principal == data_subject;
#endif
  return is_same;
}
