#include "centinela/stats/series_scorer.h"

#include "centinela/stats/combine.h"
#include "centinela/stats/decay.h"
#include "centinela/stats/special.h"

#include <algorithm>
#include <cmath>

namespace centinela::stats {
namespace {

// Values before which a level or a scatter is not known well enough to judge by.
constexpr double values_before_level = 10;
constexpr double values_before_scatter = 20;
constexpr double quantile_learnt = 0.99;  // (l): winsorised
// Limits of ln(exposure): an hour is at most 55 times the usual one.
constexpr double log_exposure_limit = 4;
constexpr double inverse_kappa_cap = 10;
constexpr double z_limit = 3;  // one value alone is no drift
// A CUSUM this high has been told; it starts again, so that a second change is seen.
constexpr double drift_restart = 50;
// Largest count that a double holds exactly.
constexpr double count_max = 9'007'199'254'740'992.0;

bool is_count(double value) noexcept {
  return value >= 0 && value <= count_max && value == std::floor(value);
}

// Heavy tails, (f): ln(1 + x), mirrored for negative values.
double amount(double value) noexcept {
  return std::copysign(std::log1p(std::fabs(value)), value);
}

double two_sided_surprise(double z) noexcept {
  return -std::log(clamp_p(2 * normal_upper(std::fabs(z))));
}

}  // namespace

double HourlyCalibrator::judge(EventTime time, double surprise) {
  const std::int64_t hour = window_index(time, one_hour);
  if (is_open_ && hour != hour_) {
    calibrator_.add(loudest_);
    loudest_ = 0;
  }
  hour_ = hour;
  is_open_ = true;
  loudest_ = std::max(loudest_, surprise);
  return calibrator_.p_value(surprise);
}

GroupPrior SeriesCounts::prior() const noexcept {
  GroupPrior prior;
  prior.mean = mean_.mean();
  // A series has no peers: nothing but itself says what its rate may be.
  prior.between_variance = prior.mean * prior.mean;
  prior.kappa = scatter_.weight() > values_before_scatter ? 1 / std::max(scatter_.mean(), 1e-6) : 1;
  return prior.bounded();
}

double SeriesCounts::judge(double count, double exposure, double forget) noexcept {
  if (!is_started_) {
    is_started_ = true;
    mean_.add(count, forget);
    model_ = CountModel::from(prior());
    return 0;
  }
  const GroupPrior group = prior();
  const NegativeBinomial expected = model_.predictive(exposure, group);
  const auto whole = static_cast<std::int64_t>(count);
  const double p = twice_the_smaller(expected.p_above_mid(whole), expected.p_below_mid(whole));
  if (mean_.weight() > values_before_level) {
    const double mean = model_.mean() * exposure;
    const double error = count - mean;
    const double excess = (error * error - mean) / std::max(mean * mean + 0.1 * mean, 1e-9);
    scatter_.add(std::clamp(excess, -1.0, inverse_kappa_cap), forget, exposure);
  }
  const auto learnt = static_cast<double>(std::min(whole, expected.quantile(quantile_learnt)));
  model_.learn(learnt, exposure, group, forget);
  mean_.add(count, forget);
  return -std::log(clamp_p(p));
}

double SeriesScorer::drift(double z) noexcept {
  autocorrelation_.add(last_z_, z);
  last_z_ = z;
  const double step = std::clamp(whitener_.step(z, autocorrelation_.rho()), -z_limit, z_limit);
  rise_.step(step);
  fall_.step(-step);
  const double sum = std::max(rise_.sum, fall_.sum);
  if (sum > drift_restart) {
    rise_ = Cusum{};
    fall_ = Cusum{};
  }
  return sum;
}

double SeriesScorer::news(EventTime time, double score) noexcept {
  const std::int64_t now = time.milliseconds();
  if (now - loudest_since_ > episode.count() || now < loudest_since_) {
    loudest_ = 0;
  }
  if (score <= loudest_) {
    return repeat_share * score;
  }
  loudest_ = score;
  loudest_since_ = now;
  return score;
}

double SeriesScorer::score(EventTime time, double value) {
  if (!std::isfinite(value)) {
    return 0;
  }
  is_counting_ = is_counting_ && is_count(value);
  const std::int64_t now = time.milliseconds();
  const auto elapsed = Duration{
      level_.values() > 0 ? std::clamp<std::int64_t>(now - previous_, 1000, one_day.count())
                          : one_minute.count()};
  previous_ = now;
  const double y = amount(value);
  const SeasonalLevel::Expectation expected = level_.expect(time);
  const bool is_known = level_.values() > values_before_level;
  const double z = is_known ? (y - expected.mean) / expected.deviation : 0;
  double p = drift_calibrator_.judge(time, drift(z));
  if (is_counting_) {
    const double exposure = std::exp(
        std::clamp(expected.mean - expected.overall, -log_exposure_limit, log_exposure_limit));
    const double surprise = counts_.judge(
        value,
        exposure,
        forget_factor(elapsed, one_day * static_cast<std::int64_t>(count_half_life_days)));
    p = std::min(p, count_calibrator_.judge(time, surprise));
  } else {
    p = std::min(p, level_calibrator_.judge(time, two_sided_surprise(z)));
  }
  level_.learn(time, y, elapsed, expected);
  return news(time, std::max(0.0, -std::log(clamp_p(p))));  // the log of 1 is no -0
}

}  // namespace centinela::stats
