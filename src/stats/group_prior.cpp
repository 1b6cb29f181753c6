#include "centinela/stats/group_prior.h"

#include <algorithm>

namespace centinela::stats {
namespace {

// What the coarser group's mean is worth, in members: more would bias the mean of a real team.
constexpr double default_mean_members = 0.6;

double blend(double own, double other, double own_weight) noexcept {
  return own_weight * own + (1 - own_weight) * other;
}

}  // namespace

void MemberSums::add(double count, double window_exposure) noexcept {
  if (!(window_exposure > 0)) {
    return;
  }
  windows += 1;
  x += count;
  exposure += window_exposure;
  x_squared += count * count;
  x_exposure += count * window_exposure;
  exposure_squared += window_exposure * window_exposure;
}

void MemberSums::decay(double forget) noexcept {
  windows *= forget;
  x *= forget;
  exposure *= forget;
  x_squared *= forget;
  x_exposure *= forget;
  exposure_squared *= forget;
}

void GroupPriorEstimator::accumulate(const MemberSums& member, double sign) noexcept {
  if (!(member.exposure > 0)) {
    return;
  }
  const double rate = member.x / member.exposure;
  // λ̂² is too large by the variance of λ̂, λ/M.
  const double rate_squared = std::max(0.0, rate * rate - rate / member.exposure);
  const double scatter = rate_squared * member.exposure_squared;
  members_ += sign;
  x_ += sign * member.x;
  exposure_ += sign * member.exposure;
  exposure_squared_ += sign * member.exposure * member.exposure;
  x2_by_exposure_ += sign * member.x * rate;
  rates_ += sign * rate;
  scatter_by_exposure_ += sign * scatter / member.exposure;
  scatter_ += sign * scatter;
  if (member.windows >= 2) {
    const double residual =
        member.x_squared - 2 * rate * member.x_exposure + rate * rate * member.exposure_squared;
    scatter_known_ += sign * scatter;
    excess_ += sign * (residual * member.windows / (member.windows - 1) - member.x);
    informed_ += sign;
  }
}

void GroupPriorEstimator::merge(const GroupPriorEstimator& other) noexcept {
  members_ += other.members_;
  x_ += other.x_;
  exposure_ += other.exposure_;
  exposure_squared_ += other.exposure_squared_;
  x2_by_exposure_ += other.x2_by_exposure_;
  rates_ += other.rates_;
  scatter_by_exposure_ += other.scatter_by_exposure_;
  scatter_ += other.scatter_;
  scatter_known_ += other.scatter_known_;
  excess_ += other.excess_;
  informed_ += other.informed_;
}

// κ = Σ λ²Q / Σ (variance within - Poisson's): the group's μ²/(σ² - μ), pooled.
double GroupPriorEstimator::inverse_kappa() const noexcept {
  return scatter_known_ > 0 ? std::clamp(excess_ / scatter_known_, 1 / kappa_cap, 1 / kappa_floor)
                            : 1 / kappa_cap;
}

// Bühlmann & Straub 1970 with M_i as weights: the weighted variance of the members' rates less what
// Poisson noise and scatter within them would make of it alone.
double GroupPriorEstimator::between_variance(double inverse_kappa) const noexcept {
  const double spread = x2_by_exposure_ - x_ * x_ / exposure_;
  const double poisson = rates_ - x_ / exposure_;
  const double scatter = inverse_kappa * (scatter_by_exposure_ - scatter_ / exposure_);
  const double scale = exposure_ - exposure_squared_ / exposure_;
  return scale > 0 ? std::max(0.0, (spread - poisson - scatter) / scale) : 0;
}

GroupPrior GroupPriorEstimator::estimate(const GroupPrior& shipped_default,
                                         double default_members) const noexcept {
  const GroupPrior fallback = shipped_default.bounded();
  if (members_ < 0.5 || !(exposure_ > 0)) {
    return fallback;
  }
  const double fallback_cv2 = fallback.between_variance / (fallback.mean * fallback.mean);
  const double kappa_weight = informed_ / (informed_ + default_members);
  const double inverse = blend(inverse_kappa(), 1 / fallback.kappa, kappa_weight);

  const double own_mean = std::max(x_ / exposure_, prior_mean_floor);
  // One member says nothing about how members differ.
  const double spread_weight =
      members_ < 1.5 ? 0 : (members_ - 1) / (members_ - 1 + default_members);
  const double cv2 =
      blend(between_variance(inverse) / (own_mean * own_mean), fallback_cv2, spread_weight);

  // Gamma-Poisson for the group's mean; an event is worth less than one by how much more its
  // variance is than Poisson's: members differ, counts scatter.
  const double count = std::max(x_, 0.5);
  const double inflation = 1 + count * cv2 / members_ + inverse * scatter_ / count;
  // What the coarser group says of the mean is worth as much as half a member, and a member,
  // however long watched, no more than 1/cv² events: else a team of two would be its own yardstick.
  const double default_events = default_mean_members / std::max(cv2, between_cv2_floor);
  const double mean =
      (default_events + x_ / inflation) / (default_events / fallback.mean + exposure_ / inflation);
  return GroupPrior{mean, cv2 * mean * mean, 1 / inverse}.bounded();
}

}  // namespace centinela::stats
