// SeriesScorer: the count and level detectors over one plain series of numbers. Floor 1, a value,
// one thread, about 80 KiB once its calibrators are full.
//
// Streaming: a score depends on this value and those before it. Counts (whole numbers, none
// negative, so far) are judged by the count model (b), other values as amounts (f) against the
// hour's usual level, and both for drift by a CUSUM (g). Each is calibrated by the series' own past
// (h), one opportunity an hour (a); the least p-value speaks (docs/formulas.md, "Plain series").
#pragma once

#include "centinela/base/time.h"
#include "centinela/stats/conformal.h"
#include "centinela/stats/count_model.h"
#include "centinela/stats/drift.h"
#include "centinela/stats/ewma.h"
#include "centinela/stats/seasonal_level.h"

#include <cstdint>

namespace centinela::stats {

// Reads scores against the loudest of each past hour: 12 values in one bad hour are one surprise.
class HourlyCalibrator {
 public:
  // p of a surprise (-ln of an analytic p, or any score that grows) among the hours before.
  [[nodiscard]] double judge(EventTime time, double surprise);

  template <class Archive>
  void describe(Archive& archive) {
    archive(calibrator_, loudest_, hour_, is_open_);
  }

 private:
  ScoreCalibrator calibrator_;
  double loudest_ = 0;
  std::int64_t hour_ = 0;
  bool is_open_ = false;
};

// Whole numbers by gamma-Poisson with the hour as exposure.
class SeriesCounts {
 public:
  // -ln of the two-sided mid-p, then learns. `exposure` is the hour's level over the usual one.
  [[nodiscard]] double judge(double count, double exposure, double forget) noexcept;

  template <class Archive>
  void describe(Archive& archive) {
    archive(model_, mean_, scatter_, is_started_);
  }

 private:
  [[nodiscard]] GroupPrior prior() const noexcept;

  CountModel model_;
  Ewma mean_;
  Ewma scatter_;  // of (squared error - mean)/mean²: 1/kappa
  bool is_started_ = false;
};

class SeriesScorer {
 public:
  // An episode ends so long after its loudest value; until then only a louder one is news.
  static constexpr Duration episode = one_hour * 12;
  // What a value that is no news keeps of its score: ordered still, below all news.
  static constexpr double repeat_share = 0.01;

  // Higher is stranger: -ln p, at least 0. A NaN or infinite value scores 0 and teaches nothing.
  // A time that runs backwards counts as a second passed.
  [[nodiscard]] double score(EventTime time, double value);

  template <class Archive>
  void describe(Archive& archive) {
    archive(level_, counts_, whitener_, autocorrelation_, rise_, fall_);
    archive(count_calibrator_, level_calibrator_, drift_calibrator_);
    archive(previous_, loudest_since_, loudest_, last_z_, is_counting_);
  }

 private:
  [[nodiscard]] double drift(double z) noexcept;
  [[nodiscard]] double news(EventTime time, double score) noexcept;

  SeasonalLevel level_;
  SeriesCounts counts_;
  Prewhitener whitener_;
  PooledAutocorrelation autocorrelation_;
  Cusum rise_;
  Cusum fall_;
  HourlyCalibrator count_calibrator_;
  HourlyCalibrator level_calibrator_;
  HourlyCalibrator drift_calibrator_;
  std::int64_t previous_ = 0;       // milliseconds
  std::int64_t loudest_since_ = 0;  // milliseconds
  double loudest_ = 0;
  double last_z_ = 0;
  bool is_counting_ = true;
};

}  // namespace centinela::stats
