#include "centinela/base/check.h"

#include <cstdio>
#include <cstdlib>

namespace centinela {

void check_failed(const char* condition, const char* file, int line) noexcept {
  // The only output of the core: the process ends here and nothing else could say why.
  static_cast<void>(
      std::fprintf(stderr, "centinela: internal error at %s:%d: %s\n", file, line, condition));
  std::abort();
}

}  // namespace centinela
