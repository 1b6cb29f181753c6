#include "centinela/base/numbers.h"

#include <array>
#include <charconv>
#include <cmath>

namespace centinela {

double rounded(double value) noexcept {
  constexpr int digits_after_first = 3;
  if (!std::isfinite(value)) {
    return value;
  }
  std::array<char, 32> text{};
  const auto printed = std::to_chars(text.data(),
                                     text.data() + text.size(),
                                     value,
                                     std::chars_format::scientific,
                                     digits_after_first);
  double read = value;
  std::from_chars(text.data(), printed.ptr, read);
  return read;
}

}  // namespace centinela
