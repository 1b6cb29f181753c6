#include "centinela/state/cohort_state.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace centinela::state {
namespace {

double median_of(std::array<float, 60>& values, std::size_t count) noexcept {
  auto* const middle = values.begin() + static_cast<std::ptrdiff_t>(count / 2);
  std::nth_element(values.begin(), middle, values.begin() + static_cast<std::ptrdiff_t>(count));
  return static_cast<double>(*middle);
}

}  // namespace

// What sampling alone would scatter counts as 14 days; no cohort is steadier than half of that.
CohortTrack::Scale CohortTrack::scale(double sampling) const noexcept {
  constexpr double pseudo_days = 14;
  constexpr double mad_to_deviation = 1.4826;
  const std::size_t count = history.size();
  if (count == 0) {
    return {0, sampling};
  }
  std::array<float, 60> values{};
  std::copy(history.begin(), history.end(), values.begin());
  const double centre = median_of(values, count);
  for (std::size_t i = 0; i < count; ++i) {
    values[i] = static_cast<float>(std::abs(static_cast<double>(history[i]) - centre));
  }
  const double robust = mad_to_deviation * median_of(values, count);
  const auto days = static_cast<double>(count);
  const double variance =
      (pseudo_days * sampling * sampling + days * robust * robust) / (pseudo_days + days);
  // The centre is a median of so many days, known to π/2 of their variance each.
  const double uncertain = 1 + 1.57 / days;
  return {centre, std::max(0.5 * sampling, std::sqrt(variance * uncertain))};
}

void CohortTrack::learn(double difference) noexcept {
  const auto keep = [this](float value) {
    if (history.full()) {
      history.erase_at(0);
    }
    history.push_back(value);
  };
  if (!is_mature()) {
    keep(static_cast<float>(difference));
    return;
  }
  if (recent.full()) {
    // While it drifts, the reference stands still; what drops out then is forgotten.
    if (!cusum.is_frozen()) {
      keep(recent[0]);
    }
    recent.erase_at(0);
  }
  recent.push_back(static_cast<float>(difference));
}

void CohortTrack::step(double difference, double sampling, std::int64_t day) noexcept {
  if (is_mature()) {
    // One wild day is no drift: a step is bounded, so that it takes three.
    constexpr double step_max = 4;
    const Scale known = scale(sampling);
    cusum.step(std::min((difference - known.centre) / known.spread, step_max));
    cusum.sum = std::min(cusum.sum, sum_max);
    if (cusum.steps_up <= 1) {
      began = day;
    }
    if (cusum.is_frozen() && day - began >= level_after_days) {
      history.clear();
      for (const float value : recent) {
        history.push_back(value);
      }
      recent.clear();
      cusum = {};
    }
  }
  learn(difference);
}

}  // namespace centinela::state
