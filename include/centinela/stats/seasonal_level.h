// SeasonalLevel: what a measured series usually is at this hour, and how far it strays. Floor 1.
//
// Three levels that back off to one another (all hours, hour of the day, hour of the week), each an
// exponentially weighted mean. Expect first, learn afterwards. A value, one thread, 10 KiB.
#pragma once

#include "centinela/base/time.h"
#include "centinela/stats/ewma.h"

#include <array>
#include <cstddef>

namespace centinela::stats {

class SeasonalLevel {
 public:
  struct Expectation {
    double overall = 0;    // without the hour
    double mean = 0;       // at this hour
    double deviation = 0;  // positive
    std::array<double, 3> levels{};
  };

  // Hours that an hour's own profile must hold before it outweighs the level above it.
  static constexpr double credibility_hours = 3;
  // Share of the mean square error of the coarser profile that a finer one may have to be used:
  // a profile that explains nothing only adds its own noise.
  static constexpr double day_profile_gain = 0.8;
  static constexpr double week_profile_gain = 0.9;
  // Residuals that far out teach the deviation no more than this; not while fewer are known.
  static constexpr double clip_deviations = 5;
  static constexpr double clip_from = 50;

  // Of the past only. With no past the mean is 0.
  [[nodiscard]] Expectation expect(EventTime time) const noexcept;
  // `expected` is what expect(time) said; elapsed is the time since the last value, positive.
  void learn(EventTime time, double y, Duration elapsed, const Expectation& expected) noexcept;

  [[nodiscard]] double values() const noexcept { return values_; }

  template <class Archive>
  void describe(Archive& archive) {
    archive(overall_, residuals_, day_, day_squares_, week_, squared_errors_, values_);
  }

 private:
  [[nodiscard]] std::size_t finest_useful() const noexcept;

  Ewma overall_;
  Ewma residuals_;
  std::array<Ewma, 24> day_;
  std::array<Ewma, 24> day_squares_;  // of residuals, by hour of the day
  std::array<Ewma, 168> week_;
  std::array<Ewma, 3> squared_errors_;  // of the three levels
  double values_ = 0;
};

}  // namespace centinela::stats
