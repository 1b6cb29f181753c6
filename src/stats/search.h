// Search for the first whole number where a monotone condition holds. Floor 1, private to stats.
#pragma once

#include <algorithm>
#include <cstdint>

namespace centinela::stats {

// Smallest x >= 0 with holds(x); holds is false below some x and true from it on, within int64.
// Gallops from the guess with growing steps, then bisects.
template <class Holds>
[[nodiscard]] std::int64_t first_where(const Holds& holds, std::int64_t guess, std::int64_t step) {
  step = std::max<std::int64_t>(step, 1);
  std::int64_t high = std::max<std::int64_t>(guess, 0);
  std::int64_t low = high;
  while (!holds(high)) {
    low = high;
    high += step;
    step *= 2;
  }
  if (low == high) {
    do {
      high = low;
      low = std::max<std::int64_t>(low - step, -1);
      step *= 2;
    } while (low >= 0 && holds(low));
  }
  // holds(high) and not holds(low).
  while (high - low > 1) {
    const std::int64_t middle = low + (high - low) / 2;
    (holds(middle) ? high : low) = middle;
  }
  return high;
}

}  // namespace centinela::stats
