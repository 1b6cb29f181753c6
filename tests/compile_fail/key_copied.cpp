// The token key is moved, never copied.
#include "centinela/privacy/token_key.h"

#include <utility>

centinela::privacy::TokenKey test(centinela::privacy::TokenKey key) {
#ifdef CENTINELA_FORBIDDEN
  centinela::privacy::TokenKey copy = key;
  return copy;
#else
  return std::move(key);
#endif
}
