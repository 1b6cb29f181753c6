// CENTINELA_CHECK: an always-on assertion for what must not happen (a bug of ours). Floor 0.
//
// Aborting beats a wrong verdict. One condition a line, so that the message names it.
#pragma once

namespace centinela {

// Prints the failed condition and where it stands to standard error, then aborts.
[[noreturn]] void check_failed(const char* condition, const char* file, int line) noexcept;

}  // namespace centinela

#define CENTINELA_CHECK(condition)                               \
  do {                                                           \
    if (!(condition)) [[unlikely]] {                             \
      ::centinela::check_failed(#condition, __FILE__, __LINE__); \
    }                                                            \
  } while (false)
