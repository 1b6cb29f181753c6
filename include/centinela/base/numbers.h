// Numbers that are told: rounded as they are printed, and sums that stop at their end. Floor 0,
// pure.
#pragma once

#include <cstdint>
#include <limits>

namespace centinela {

// To 4 significant digits, as every number of an alert is printed; what is not finite stays.
[[nodiscard]] double rounded(double value) noexcept;

// a + b, or the end of the range where that lies beyond it.
[[nodiscard]] constexpr std::int64_t saturating_sum(std::int64_t a, std::int64_t b) noexcept {
  std::int64_t sum = 0;
  if (!__builtin_add_overflow(a, b, &sum)) {
    return sum;
  }
  return b > 0 ? std::numeric_limits<std::int64_t>::max()
               : std::numeric_limits<std::int64_t>::min();
}

}  // namespace centinela
