#include "centinela/state/rate_profile.h"

#include <algorithm>
#include <cmath>

namespace centinela::state {
namespace {

// Events may come that much after the newest of their producer.
constexpr Duration settled_after = std::chrono::minutes{15};
// A cell speaks from its third hour on; its past fades by that much with every new one.
constexpr double hours_min = 2.5;
constexpr double memory = 0.9;
// Scatter is one for all hours: three weeks of them.
constexpr double scatter_memory = 0.998;
// Hours in which less is usual say nothing when there is nothing.
constexpr double events_min = 30;
constexpr double short_p = 1e-4;
constexpr double ordinary_p = 0.05;
// Scatter that is believed before it was seen, as if so many events squared had shown it, and the
// least that is believed at all: no producer is as even as a clock.
constexpr double scatter_prior = 0.1;
constexpr double scatter_squares = 1e5;
constexpr double scatter_min = 0.01;

std::size_t cell_of(std::int64_t hour) noexcept {
  return static_cast<std::size_t>(((hour % 168) + 168) % 168);
}

}  // namespace

double RateProfile::inverse_size(double hours) const noexcept {
  const double scatter = (excess_ + scatter_prior * scatter_squares) / (squares_ + scatter_squares);
  // 1/κ of the scatter and the doubt about a mean of a few hours.
  return std::max(scatter, scatter_min) * (1 + 1 / std::max(hours, 1.0));
}

stats::NegativeBinomial RateProfile::usual(std::int64_t hour) const noexcept {
  const RateCell& cell = cells_[cell_of(hour)];
  const auto hours = static_cast<double>(cell.hours);
  if (hours < hours_min) {
    return {0, 0};
  }
  return {cell.mean(), inverse_size(hours)};
}

// Of the same hour on whichever weekday shows least: what a day off looks like. Mean 0 where a
// weekday is not known yet.
stats::NegativeBinomial RateProfile::least_usual(std::int64_t hour) const noexcept {
  stats::NegativeBinomial least = usual(hour);
  for (std::int64_t day = 1; day < 7; ++day) {
    const stats::NegativeBinomial other = usual(hour + 24 * day);
    least = other.mean < least.mean ? other : least;
  }
  return least;
}

// Winsorised on both sides at 1 in 100, machinery (l): a lasting change is learnt, a short one
// hardly.
void RateProfile::learn(std::int64_t hour, std::int64_t sent) noexcept {
  RateCell& cell = cells_[cell_of(hour)];
  auto x = static_cast<double>(sent);
  if (const stats::NegativeBinomial known = usual(hour); known.mean > 0) {
    const double error = x - known.mean;
    excess_ = scatter_memory * excess_ + std::min(error * error, known.variance() * 9) - known.mean;
    squares_ = scatter_memory * squares_ + known.mean * known.mean;
    x = std::clamp(
        x, static_cast<double>(known.quantile(0.01)), static_cast<double>(known.quantile(0.99)));
  }
  cell.hours = static_cast<float>(memory * static_cast<double>(cell.hours) + 1);
  cell.events = static_cast<float>(memory * static_cast<double>(cell.events) + x);
}

bool RateProfile::settle(std::int64_t hour, std::int64_t sent, ShortHour& out) noexcept {
  const std::int64_t day = window_index(window_start(hour, one_hour), one_day);
  stats::NegativeBinomial expected = usual(hour);
  if (expected.mean >= events_min && expected.p_at_most(sent) >= ordinary_p) {
    ordinary_day_ = day;
  }
  // A day that began low may be a day off; one that fell is none.
  if (ordinary_day_ != day) {
    expected = least_usual(hour);
  }
  learn(hour, sent);
  const bool can_judge = expected.mean >= events_min && sent > 0;
  const double p = can_judge ? expected.p_at_most(sent) : 1;
  const bool is_short = p < short_p;
  if (!is_short) {
    short_hours_ = 0;
    short_p_ = 0;
    return false;
  }
  ++short_hours_;
  short_p_ = std::max(short_p_, p);
  if (short_hours_ < 2) {
    return false;  // once may be chance, or a pause
  }
  out = {hour, sent, short_hours_, short_p_, expected};
  return true;
}

bool RateProfile::follow(EventTime time, EventTime watermark, ShortHour& out) noexcept {
  const std::int64_t hour = window_index(time, one_hour);
  if (hour_ == no_window) {
    hour_ = hour + 1;  // the first hour was not seen whole
  }
  const std::int64_t passed = window_index(watermark - settled_after, one_hour);
  bool is_short = false;
  // After a long silence nothing is known of the hours between.
  if (passed - hour_ > 24) {
    hour_ = passed;
    counts_ = {};
    short_hours_ = 0;
  }
  for (; hour_ < passed; ++hour_) {
    is_short = settle(hour_, counts_[0], out) || is_short;
    std::rotate(counts_.begin(), counts_.begin() + 1, counts_.end());
    counts_.back() = 0;
  }
  if (hour >= hour_ && hour < hour_ + open_hours) {
    ++counts_[static_cast<std::size_t>(hour - hour_)];
  }
  return is_short;
}

}  // namespace centinela::state
