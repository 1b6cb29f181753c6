// RateProfile: how much one producer sends in each hour of the week, and which hours fell short.
// Floor 3, plain data.
//
// Hours are of event time and are settled when the producer's own stream has passed them: what is
// delayed is not missing. Sequence numbers cannot tell this: a producer that was told to record
// less numbers what is left without a gap.
#pragma once

#include "centinela/base/time.h"
#include "centinela/state/volume_track.h"
#include "centinela/stats/negative_binomial.h"

#include <array>
#include <cstdint>

namespace centinela::state {

// One hour of the week over the past weeks, fading.
struct RateCell {
  float hours = 0;
  float events = 0;

  [[nodiscard]] double mean() const noexcept {
    return hours > 0 ? static_cast<double>(events) / static_cast<double>(hours) : 0;
  }
  template <class Archive>
  void describe(Archive& archive) {
    archive(hours, events);
  }
};

// An hour in which a producer sent far less than it does, after another such one.
struct ShortHour {
  std::int64_t hour = no_window;  // of event time
  std::int64_t sent = 0;
  std::int64_t hours = 0;  // in a row, this one included
  double p = 1;            // P(X <= sent), the greater of this hour's and the one before
  stats::NegativeBinomial usual;
};

class RateProfile {
 public:
  static constexpr std::size_t hours_in_week = 168;

  // Counts one event, and settles the hours that the producer has left behind. True when one of
  // them fell short; then `out` says how, and the latest wins.
  [[nodiscard]] bool follow(EventTime time, EventTime watermark, ShortHour& out) noexcept;
  // What is expected of that hour; mean 0 where too little is known.
  [[nodiscard]] stats::NegativeBinomial usual(std::int64_t hour) const noexcept;

  template <class Archive>
  void describe(Archive& archive) {
    archive(hour_, counts_, cells_, excess_, squares_, short_hours_, short_p_, ordinary_day_);
  }

 private:
  static constexpr std::int64_t open_hours = 3;

  [[nodiscard]] bool settle(std::int64_t hour, std::int64_t sent, ShortHour& out) noexcept;
  [[nodiscard]] double inverse_size(double hours) const noexcept;
  [[nodiscard]] stats::NegativeBinomial least_usual(std::int64_t hour) const noexcept;
  void learn(std::int64_t hour, std::int64_t sent) noexcept;

  std::int64_t hour_ = no_window;  // the oldest open one
  std::array<std::int64_t, open_hours> counts_{};
  std::array<RateCell, hours_in_week> cells_{};
  double excess_ = 0;                      // Σ ((x − m)² − m) over hours, fading
  double squares_ = 0;                     // Σ m²
  std::int64_t short_hours_ = 0;           // the latest that fell short, in a row
  double short_p_ = 0;                     // the greatest of theirs
  std::int64_t ordinary_day_ = no_window;  // the latest day with an hour as usual
};

}  // namespace centinela::state
