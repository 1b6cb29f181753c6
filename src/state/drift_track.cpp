#include "centinela/state/drift_track.h"

#include "centinela/stats/decay.h"
#include "centinela/stats/special.h"

#include <algorithm>
#include <cmath>

namespace centinela::state {
namespace {

constexpr std::int32_t lag_days = 28;
// A rise that lasts this long without a ruling is the new usual: a baseline must be able to move.
constexpr std::int32_t frozen_days_max = 60;
constexpr double reference_half_life_days = 60;
constexpr double z_low = -4;
constexpr double z_high = 6;
// However long the past, tomorrow's rate may differ a little.
constexpr double strength_max = 200;
// Least spread of ln(1 + amount), 1.4826 times heavy_tail.h's floor of the MAD.
constexpr double log_spread_min = 0.37;

double clipped(double z) noexcept {
  return std::clamp(z, z_low, z_high);
}

// A reference of N days is itself off by about 1/√N of a day's scatter, every day alike: without
// that much more slack a well-known level drifts by its own error (15 false alarms in 6 000 days).
double slack_of(const DriftLegState& leg) noexcept {
  return stats::Cusum::default_slack + 1 / std::sqrt(static_cast<double>(std::max(leg.days, 1)));
}

stats::BetaBinomial rate_model(const DriftLegState& leg,
                               const stats::BetaPrior& prior,
                               double trials) noexcept {
  const stats::BetaPrior own = prior.posterior(leg.x, leg.exposure);
  return stats::BetaBinomial::of(
      std::llround(trials),
      stats::BetaPrior::from_mean(own.mean(), std::min(own.strength(), strength_max)));
}

DriftView compare_rate(const DriftLegState& leg,
                       const stats::BetaPrior& prior,
                       const DriftDay& day) noexcept {
  DriftView view;
  if (day.exposure < 1) {
    return view;
  }
  const stats::BetaBinomial model = rate_model(leg, prior, day.exposure);
  view.expected = model.mean();
  view.z = clipped(stats::normal_upper_quantile(model.p_above_mid(day.x)));
  view.can_judge = leg.days >= drift_cold_days;
  return view;
}

// Gamma posterior of the rate from the lagged sums; a past longer than a month of exposure proves
// no more than a month does.
stats::CountModel count_reference(const DriftLegState& leg,
                                  const stats::GroupPrior& prior) noexcept {
  stats::CountModel model = stats::CountModel::from(prior);
  const double mean = leg.exposure > 0 ? leg.x / leg.exposure : prior.mean;
  const double weight = 1 / (1 + mean / prior.kappa);  // credibility, machinery (b)
  model.shape += weight * leg.x;
  model.rate += weight * leg.exposure;
  return model;
}

DriftView compare_count(const DriftLegState& leg,
                        const stats::GroupPrior& prior,
                        const DriftDay& day) noexcept {
  DriftView view;
  if (day.exposure <= 0) {
    return view;
  }
  const stats::NegativeBinomial expected =
      count_reference(leg, prior).predictive(day.exposure, prior);
  view.expected = expected.mean;
  view.z =
      clipped(stats::normal_upper_quantile(expected.p_above_mid(static_cast<std::int64_t>(day.x))));
  view.can_judge = leg.days >= drift_cold_days;
  return view;
}

DriftView compare_amount(const DriftLegState& leg, const DriftDay& day) noexcept {
  DriftView view;
  if (leg.exposure < 1) {
    return view;
  }
  const double mean = leg.x / leg.exposure;
  const double variance = leg.squares / leg.exposure - mean * mean;
  const double spread = std::max(std::sqrt(std::max(variance, 0.0)), log_spread_min);
  // The mean of N days is itself known to spread/√N only.
  const double error = spread * std::sqrt(1 + 1 / leg.exposure);
  view.expected = std::expm1(mean);
  // Month-end runs are large for a day or three: no single day may say what four must.
  constexpr double z_of_amount_max = 2.5;
  view.z =
      std::min(clipped((std::log1p(static_cast<double>(day.x)) - mean) / error), z_of_amount_max);
  view.can_judge = leg.days >= drift_cold_days;
  return view;
}

void teach(DriftLegState& leg, DriftKind kind, const DriftDay& day) noexcept {
  const double forget = leg.days == 0
                            ? 1
                            : stats::forget_factor(static_cast<double>(day.day - leg.taught_day),
                                                   reference_half_life_days);
  const double x = kind == DriftKind::records ? std::log1p(static_cast<double>(day.x))
                                              : static_cast<double>(day.x);
  const double exposure = kind == DriftKind::records ? 1 : static_cast<double>(day.exposure);
  leg.x = leg.x * forget + x;
  leg.exposure = leg.exposure * forget + exposure;
  leg.squares = leg.squares * forget + x * x;
  leg.taught_day = day.day;
  ++leg.days;
}

void teach_overdue(DriftLegState& leg, DriftKind kind, std::int32_t today) noexcept {
  while (!leg.held.empty() && leg.held[0].day <= today - lag_days) {
    teach(leg, kind, leg.held[0]);
    leg.held.erase_at(0);
  }
}

void note_rise(DriftLegState& leg, const DriftDay& day, double expected, bool was_up) noexcept {
  if (leg.cusum.sum <= 0) {
    leg.rise_x = 0;
    leg.rise_expected = 0;
    leg.rise_trials = 0;
    leg.rise_days = 0;
    return;
  }
  if (!was_up) {
    leg.since = day.day;
  }
  leg.rise_x += day.x;
  leg.rise_expected += expected;
  leg.rise_trials += day.exposure;
  leg.rise_days += day.x > expected + std::sqrt(expected) / 2 ? 1 : 0;
}

// Held days keep their order; while the reference stands still the newest are let go.
void hold(DriftLegState& leg, const DriftDay& day) noexcept {
  if (!leg.cusum.is_frozen()) {
    leg.held.push_back(day);
  } else if (day.day - leg.since >= frozen_days_max) {
    leg = DriftLegState{};
  }
}

}  // namespace

double DriftScale::common_mode(std::int32_t of_day) const noexcept {
  constexpr float members_min = 8;
  const float count = of_day == day ? common_count : of_day == before ? before_count : 0;
  const float sum = of_day == day ? common_sum : before_sum;
  return count < members_min ? 0 : std::max(0.0F, sum / (count + members_min));
}

void DriftScale::note(std::int32_t of_day, double z) noexcept {
  if (of_day > day) {
    before = day;
    before_sum = common_sum;
    before_count = common_count;
    day = of_day;
    common_sum = 0;
    common_count = 0;
  }
  // One member's break-out is not the team's.
  const auto bounded = static_cast<float>(std::clamp(z, -2.0, 2.0));
  if (of_day == day) {
    common_sum += bounded;
    common_count += 1;
  } else if (of_day == before) {
    before_sum += bounded;
    before_count += 1;
  }
}

DriftView compare_day(const DriftLegState& leg,
                      DriftKind kind,
                      const DriftDay& day,
                      const DriftPriors& priors) noexcept {
  switch (kind) {
    case DriftKind::subjects:
      return compare_count(leg, priors.subjects, day);
    case DriftKind::unexplained:
      return compare_rate(leg, priors.unexplained, day);
    case DriftKind::records:
      return compare_amount(leg, day);
    case DriftKind::off_purpose:
      return compare_rate(leg, priors.off_purpose, day);
  }
  return {};
}

DriftStep close_drift_day(DriftLegState& leg,
                          DriftKind kind,
                          const DriftDay& day,
                          const DriftPriors& priors,
                          const DriftScale& scale) noexcept {
  DriftStep step;
  const DriftView view = compare_day(leg, kind, day, priors);
  if (!view.can_judge) {
    if (leg.days < drift_cold_days && day.exposure > 0) {
      teach(leg, kind, day);
    }
    return step;
  }
  step.was_judged = true;
  step.has_previous = leg.whitener.has_previous;
  step.previous_z = leg.whitener.previous;
  step.z = view.z - scale.common_mode(day.day);
  step.whitened = leg.whitener.step(step.z, scale.rho);
  const bool was_up = leg.cusum.sum > 0;
  leg.cusum.step(step.whitened, slack_of(leg));
  note_rise(leg, day, view.expected, was_up);
  hold(leg, day);
  if (!leg.cusum.is_frozen()) {
    teach_overdue(leg, kind, day.day);
  }
  return step;
}

double drift_p(double sum, const DriftScale& scale) noexcept {
  static const double normal = stats::cusum_threshold_normal(drift_run_length);
  const double threshold = scale.threshold > 0 ? static_cast<double>(scale.threshold) : normal;
  // A rise that lasts grows without end, but is no rarer for that: without a floor the same story
  // would count as news every few days.
  constexpr double p_min = 1e-9;
  return std::max(stats::cusum_p(sum * normal / threshold), p_min);
}

double live_sum(const DriftLegState& leg,
                double z_now,
                const DriftScale& scale,
                std::int32_t day) noexcept {
  stats::Prewhitener whitener = leg.whitener;
  stats::Cusum cusum = leg.cusum;
  cusum.step(whitener.step(z_now - scale.common_mode(day), scale.rho), slack_of(leg));
  return std::max(cusum.sum, 0.0);
}

}  // namespace centinela::state
