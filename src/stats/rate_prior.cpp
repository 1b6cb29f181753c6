#include "centinela/stats/beta_binomial.h"

#include <algorithm>

namespace centinela::stats {
namespace {

constexpr double strength_floor = 2;
constexpr double strength_cap = 1000;
constexpr double mean_floor = 1e-4;

double blend(double own, double other, double own_weight) noexcept {
  return own_weight * own + (1 - own_weight) * other;
}

}  // namespace

void RatePriorEstimator::accumulate(double u, double n, double sign) noexcept {
  if (!(n > 0)) {
    return;
  }
  members_ += sign;
  u_ += sign * u;
  n_ += sign * n;
  n_squared_ += sign * n * n;
  u2_by_n_ += sign * u * u / n;
}

void RatePriorEstimator::merge(const RatePriorEstimator& other) noexcept {
  members_ += other.members_;
  u_ += other.u_;
  n_ += other.n_;
  n_squared_ += other.n_squared_;
  u2_by_n_ += other.u2_by_n_;
}

// Σn(p̂-p)² has the mean (k-1)·p(1-p) + σ²(N - Σn²/N - (k-1)) when Var(p_i) = σ² between members.
double RatePriorEstimator::between_variance(double mean) const noexcept {
  const double spread = u2_by_n_ - mean * u_;
  const double scale = n_ - n_squared_ / n_ - (members_ - 1);
  return scale > 0 ? std::max(0.0, (spread - mean * (1 - mean) * (members_ - 1)) / scale) : 0;
}

BetaPrior RatePriorEstimator::estimate(const BetaPrior& shipped_default,
                                       double default_members) const noexcept {
  const double fallback_mean = shipped_default.mean();
  const double fallback_spread = 1 / (shipped_default.strength() + 1);
  if (members_ < 0.5 || !(n_ > 0)) {
    return BetaPrior::from_mean(
        fallback_mean, std::clamp(shipped_default.strength(), strength_floor, strength_cap));
  }
  const double own_mean = std::clamp(u_ / n_, mean_floor, 1 - mean_floor);
  const double binomial = own_mean * (1 - own_mean);
  const double weight = members_ < 1.5 ? 0 : (members_ - 1) / (members_ - 1 + default_members);
  // 1/(s + 1): the share of the variance that lies between members.
  const double spread = blend(between_variance(own_mean) / binomial, fallback_spread, weight);
  const double strength = std::clamp(1 / std::max(spread, 1e-6) - 1, strength_floor, strength_cap);
  // The default's mean is trusted to within itself, the group's own to its standard error.
  // Nothing seen is no proof of nothing: the error is at least what it would be at the default.
  const double error =
      std::max(binomial, fallback_mean * (1 - fallback_mean)) * (spread / members_ + 1 / n_);
  const double mean_weight =
      fallback_mean * fallback_mean / (fallback_mean * fallback_mean + error);
  return BetaPrior::from_mean(blend(own_mean, fallback_mean, mean_weight), strength);
}

}  // namespace centinela::stats
