// Exponential forgetting: the one formula behind every half-life. Floor 1, pure, any thread.
#pragma once

#include "centinela/base/time.h"

#include <cmath>

namespace centinela::stats {

inline constexpr double count_half_life_days = 14;   // (b)
inline constexpr double rarity_half_life_days = 90;  // (e)

// 2^(-elapsed/half-life), in (0, 1]; 1 for no or negative elapsed time. half_life_days > 0.
[[nodiscard]] inline double forget_factor(double elapsed_days, double half_life_days) noexcept {
  return elapsed_days > 0 ? std::exp2(-elapsed_days / half_life_days) : 1.0;
}

[[nodiscard]] inline double days(Duration elapsed) noexcept {
  return static_cast<double>(elapsed.count()) / static_cast<double>(one_day.count());
}

// The same from event times: one division, for counters touched per event. half_life > 0.
[[nodiscard]] inline double forget_factor(Duration elapsed, Duration half_life) noexcept {
  if (elapsed.count() <= 0) {
    return 1;
  }
  return std::exp2(-static_cast<double>(elapsed.count()) / static_cast<double>(half_life.count()));
}

}  // namespace centinela::stats
