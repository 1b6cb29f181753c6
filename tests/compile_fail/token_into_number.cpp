// There is no implicit way back from a token to a number.
#include "centinela/event/token.h"

#include <cstdint>

std::uint64_t test(centinela::TenantToken tenant) {
#ifdef CENTINELA_FORBIDDEN
  return tenant;
#else
  return tenant.value();
#endif
}
