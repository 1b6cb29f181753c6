#include "centinela/state/session_state.h"

#include "centinela/stats/decay.h"

#include <algorithm>
#include <cmath>

namespace centinela::state {

void RunCensus::fade_to(std::int64_t today) noexcept {
  constexpr double half_life_days = 60;
  if (day != no_window && today > day) {
    const double forget = stats::forget_factor(static_cast<double>(today - day), half_life_days);
    for (float& count : runs) {
      count = static_cast<float>(count * forget);
    }
    requests *= forget;
    misses *= forget;
  }
  day = std::max(day, today);
}

double RunCensus::total() const noexcept {
  double sum = 0;
  for (const float count : runs) {
    sum += static_cast<double>(count);
  }
  return sum;
}

double RunCensus::p_run(std::int64_t length) const noexcept {
  constexpr double pseudo_runs = 20;
  double longer = 0;
  const auto from = static_cast<std::size_t>(
      std::clamp<std::int64_t>(length, 0, static_cast<std::int64_t>(lengths) - 1));
  for (std::size_t i = from; i < lengths; ++i) {
    longer += static_cast<double>(runs[i]);
  }
  const double shipped = std::exp2(-static_cast<double>(std::max<std::int64_t>(length - 1, 0)));
  const double p = (longer + pseudo_runs * shipped) / (total() + pseudo_runs);
  return std::clamp(p, 1e-12, 1.0);
}

}  // namespace centinela::state
