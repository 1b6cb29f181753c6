#include "centinela/stats/count_model.h"

#include "centinela/base/check.h"
#include "centinela/stats/group_prior.h"

#include <algorithm>
#include <cmath>

namespace centinela::stats {
namespace {

constexpr double prior_mean_cap = 1e12;
// Below any prior's share, so that a decayed model stays a distribution.
constexpr double parameter_floor = 1e-9;

// max and min that turn NaN into the lower bound.
double within(double value, double low, double high) noexcept {
  return value > low ? std::min(value, high) : low;
}

}  // namespace

GroupPrior GroupPrior::bounded() const noexcept {
  GroupPrior result;
  result.mean = within(mean, prior_mean_floor, prior_mean_cap);
  const double mean_squared = result.mean * result.mean;
  result.between_variance =
      within(between_variance, between_cv2_floor * mean_squared, between_cv2_cap * mean_squared);
  result.kappa = within(kappa, kappa_floor, kappa_cap);
  return result;
}

CountModel CountModel::from(const GroupPrior& prior) noexcept {
  const GroupPrior bounded = prior.bounded();
  return {bounded.shape(), bounded.rate()};
}

NegativeBinomial CountModel::predictive(double exposure, const GroupPrior& prior) const noexcept {
  const double inverse_shape = 1 / std::max(shape, parameter_floor);
  const double inverse_kappa = 1 / within(prior.kappa, kappa_floor, kappa_cap);
  // Variances of a product of independent unit-mean gammas: (1 + 1/a)(1 + 1/κ) - 1.
  return {std::max(exposure, 0.0) * mean(),
          inverse_shape + inverse_kappa + inverse_shape * inverse_kappa};
}

void CountModel::learn(
    double x, double exposure, const GroupPrior& prior, double forget, double weight) noexcept {
  CENTINELA_CHECK(std::isfinite(x));
  CENTINELA_CHECK(std::isfinite(exposure));
  const GroupPrior bounded = prior.bounded();
  const double kept = within(forget, 0, 1);
  const double window = std::max(exposure, 0.0);
  // A window is worth less than its count where counts scatter more than Poisson's.
  const double credibility = within(weight, 0, 1) / (1 + mean() * window / bounded.kappa);
  shape = kept * shape + (1 - kept) * bounded.shape() + credibility * std::max(x, 0.0);
  rate = kept * rate + (1 - kept) * bounded.rate() + credibility * window;
  shape = std::max(shape, parameter_floor);
  rate = std::max(rate, parameter_floor);
}

double CountModel::maturity(const GroupPrior& prior) const noexcept {
  return within(1 - prior.bounded().rate() / rate, 0, 1);
}

void CountModel::cap_drift(double mean_before, double elapsed_days, double cap_per_day) noexcept {
  if (!(mean_before > 0)) {
    return;
  }
  const double limit = cap_per_day * std::max(elapsed_days, 0.0);
  const double change = std::log(mean() / mean_before);
  if (std::abs(change) > limit) {
    shape = rate * mean_before * std::exp(std::copysign(limit, change));
  }
}

}  // namespace centinela::stats
