#include "centinela/stats/seasonal_level.h"

#include "centinela/stats/decay.h"

#include <algorithm>
#include <cmath>

namespace centinela::stats {
namespace {

constexpr std::int64_t hours_a_day = 24;
constexpr std::int64_t hours_a_week = 168;
// A weekly hour comes round a seventh as often as a daily one, so it is remembered four times as
// long: about eight of its kind, instead of two.
constexpr double week_half_life_days = 4 * count_half_life_days;

std::size_t hour_of(EventTime time, std::int64_t period) noexcept {
  const std::int64_t hour = window_index(time, one_hour) % period;
  return static_cast<std::size_t>(hour < 0 ? hour + period : hour);
}

double blend(const Ewma& own, double parent) noexcept {
  const double credibility = own.weight() / (own.weight() + SeasonalLevel::credibility_hours);
  return parent + credibility * (own.mean() - parent);
}

// A constant series has no deviation; what differs from it by rounding is no news.
double deviation_floor(double mean) noexcept {
  return 1e-6 * std::fabs(mean) + 1e-12;
}

}  // namespace

std::size_t SeasonalLevel::finest_useful() const noexcept {
  if (squared_errors_[1].mean() >= day_profile_gain * squared_errors_[0].mean()) {
    return 0;
  }
  return squared_errors_[2].mean() < week_profile_gain * squared_errors_[1].mean() ? 2 : 1;
}

SeasonalLevel::Expectation SeasonalLevel::expect(EventTime time) const noexcept {
  Expectation expected;
  const std::size_t hour = hour_of(time, hours_a_day);
  expected.overall = overall_.mean();
  expected.levels[0] = expected.overall;
  expected.levels[1] = blend(day_[hour], expected.levels[0]);
  expected.levels[2] = blend(week_[hour_of(time, hours_a_week)], expected.levels[1]);
  const std::size_t level = finest_useful();
  expected.mean = expected.levels[level];
  double variance = residuals_.variance();
  if (level > 0) {
    const double known = day_squares_[hour].weight();
    variance = (variance * credibility_hours + day_squares_[hour].mean() * known) /
               (credibility_hours + known);
  }
  expected.deviation = std::max(std::sqrt(variance), deviation_floor(expected.overall));
  return expected;
}

void SeasonalLevel::learn(EventTime time,
                          double y,
                          Duration elapsed,
                          const Expectation& expected) noexcept {
  const bool is_first = values_ == 0;
  const double passed = days(elapsed);
  const double forget = forget_factor(passed, count_half_life_days);
  // An hour's profile is only touched in its hour, so it forgets for the others too.
  const double day_forget =
      forget_factor(passed * static_cast<double>(hours_a_day), count_half_life_days);
  const double week_forget =
      forget_factor(passed * static_cast<double>(hours_a_week), week_half_life_days);
  // A gap does not make the value behind it weigh more than an hour.
  const double hours = std::min(passed * static_cast<double>(hours_a_day), 1.0);
  for (std::size_t level = 0; level < squared_errors_.size(); ++level) {
    const double error = is_first ? 0 : y - expected.levels[level];
    squared_errors_[level].add(error * error, forget);
  }
  const double limit = values_ < clip_from ? HUGE_VAL : clip_deviations * expected.deviation;
  const double residual = is_first ? 0 : std::clamp(y - expected.mean, -limit, limit);
  const std::size_t hour = hour_of(time, hours_a_day);
  residuals_.add(residual, forget);
  day_squares_[hour].add(residual * residual, day_forget, hours);
  overall_.add(y, forget);
  day_[hour].add(y, day_forget, hours);
  week_[hour_of(time, hours_a_week)].add(y, week_forget, hours);
  ++values_;
}

}  // namespace centinela::stats
