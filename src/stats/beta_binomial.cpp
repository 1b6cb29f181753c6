#include "centinela/stats/beta_binomial.h"

#include "centinela/base/check.h"
#include "centinela/stats/special.h"

#include "search.h"

#include <algorithm>
#include <cmath>

namespace centinela::stats {
namespace {

// Sums have at most this many terms; above, the trials are thinned.
constexpr std::int64_t trials_max = 2048;
constexpr double parameter_floor = 1e-6;
constexpr double parameter_cap = 1e6;
constexpr double negligible = 1e-17;

// P(U < k), P(U = k), P(U > k).
struct Parts {
  double below = 0;
  double at = 0;
  double above = 0;
  double next_at = 0;  // P(U = k + 1)
};

// u = k + fraction of a distribution whose trials are few enough to be summed.
struct Question {
  double trials = 0;
  double alpha = 0;
  double beta = 0;
  double whole = 0;     // k, in [0, trials]
  double fraction = 0;  // in [0, 1)
};

double log_exactly(const Question& q) noexcept {
  const double choose = -std::log(q.trials + 1) - log_beta(q.trials - q.whole + 1, q.whole + 1);
  return choose + log_beta(q.whole + q.alpha, q.trials - q.whole + q.beta) -
         log_beta(q.alpha, q.beta);
}

// P(U = k + 1)/P(U = k).
double ratio(const Question& q, double k) noexcept {
  return (q.trials - k) * (k + q.alpha) / ((k + 1) * (q.trials - k - 1 + q.beta));
}

// With beta < 1 the far end rises again, so only then must every term be visited.
double sum_above(const Question& q, double at) noexcept {
  double sum = 0;
  double term = at;
  const auto end = static_cast<std::int64_t>(q.trials);
  for (auto k = static_cast<std::int64_t>(q.whole); k < end; ++k) {
    const double step = ratio(q, static_cast<double>(k));
    term *= step;
    sum += term;
    if (step < 1 && q.beta >= 1 && term < sum * negligible) {
      break;
    }
  }
  return sum;
}

double sum_below(const Question& q, double at) noexcept {
  double sum = 0;
  double term = at;
  for (auto k = static_cast<std::int64_t>(q.whole) - 1; k >= 0; --k) {
    const double step = ratio(q, static_cast<double>(k));
    term /= step;
    sum += term;
    if (step > 1 && q.alpha >= 1 && term < sum * negligible) {
      break;
    }
  }
  return sum;
}

// The side away from the mean is summed, the other is what it leaves of 1.
Parts parts_of(const Question& q) noexcept {
  Parts parts;
  parts.at = std::exp(log_exactly(q));
  parts.next_at = q.whole < q.trials ? parts.at * ratio(q, q.whole) : 0;
  const double mean = q.trials * q.alpha / (q.alpha + q.beta);
  if (q.whole >= mean) {
    parts.above = sum_above(q, parts.at);
    parts.below = std::max(0.0, 1 - parts.above - parts.at);
  } else {
    parts.below = sum_below(q, parts.at);
    parts.above = std::max(0.0, 1 - parts.below - parts.at);
  }
  return parts;
}

// Var(U/n) = μ(1-μ)(s+n)/(n(s+1)) with s = α+β: fewer trials with a larger s have the same. Where
// no s can (the rate is all but certain), the variance comes out larger: the safe side.
Question question(const BetaBinomial& model, double u) noexcept {
  CENTINELA_CHECK(model.trials >= 0);
  Question q;
  q.trials = static_cast<double>(model.trials);
  q.alpha = std::clamp(model.alpha, parameter_floor, parameter_cap);
  q.beta = std::clamp(model.beta, parameter_floor, parameter_cap);
  double position = u;
  if (model.trials > trials_max) {
    const double few = trials_max;
    const double strength = q.alpha + q.beta;
    const double spread = (strength + q.trials) / (q.trials * (strength + 1));
    const double excess = few * spread - 1;
    const double matched =
        excess > 0 ? std::min(few * (1 - spread) / excess, parameter_cap) : parameter_cap;
    // Whole counts stand for (k - ½, k + ½].
    position = (u - 0.5) * few / q.trials + 0.5;
    q.alpha *= matched / strength;
    q.beta *= matched / strength;
    q.trials = few;
  }
  position = std::clamp(position, 0.0, q.trials);
  q.whole = std::floor(position);
  q.fraction = position - q.whole;
  return q;
}

}  // namespace

BetaPrior BetaPrior::from_mean(double mean, double strength) noexcept {
  const double bounded = std::clamp(mean, 1e-6, 1 - 1e-6);
  return {bounded * strength, (1 - bounded) * strength};
}

BetaPrior BetaPrior::posterior(double u, double n) const noexcept {
  const double hits = std::clamp(u, 0.0, std::max(n, 0.0));
  return {alpha + hits, beta + std::max(n, 0.0) - hits};
}

double BetaBinomial::p_at_least(double u) const noexcept {
  if (u <= 0) {
    return 1;
  }
  if (u > static_cast<double>(trials)) {
    return smallest_p;
  }
  const Question q = question(*this, u);
  const Parts parts = parts_of(q);
  return clamp_p(parts.above + (1 - q.fraction) * parts.at);
}

double BetaBinomial::p_above_mid(double u) const noexcept {
  if (u < 0) {
    return 1;
  }
  if (u > static_cast<double>(trials)) {
    return smallest_p;
  }
  const Question q = question(*this, u);
  const Parts parts = parts_of(q);
  const double here = parts.above + 0.5 * parts.at;
  const double next = parts.above - 0.5 * parts.next_at;
  return clamp_p((1 - q.fraction) * here + q.fraction * std::max(next, 0.0));
}

double BetaBinomial::p_at_most(double u) const noexcept {
  if (u < 0) {
    return smallest_p;
  }
  if (u >= static_cast<double>(trials)) {
    return 1;
  }
  // P(U <= u) = 1 - P(U >= u + 1), so that both ends are thinned alike.
  const Question q = question(*this, std::floor(u) + 1);
  const Parts parts = parts_of(q);
  return clamp_p(parts.below + q.fraction * parts.at);
}

double BetaBinomial::randomised_pit_upper(std::int64_t u, double v) const noexcept {
  const auto at = static_cast<double>(u);
  const double share = std::clamp(v, 0.0, 1.0);
  if (u < 0 || u > trials) {
    return u < 0 ? 1 : smallest_p;
  }
  if (trials <= trials_max) {
    const Parts parts = parts_of(question(*this, at));
    return clamp_p(parts.above + share * parts.at);
  }
  return clamp_p((1 - share) * p_at_least(at + 1) + share * p_at_least(at));
}

std::int64_t BetaBinomial::quantile(double p) const noexcept {
  const double target = std::clamp(p, 0.0, 1 - 1e-12);
  return first_where([&](std::int64_t u) { return p_at_most(static_cast<double>(u)) >= target; },
                     std::min(trials, static_cast<std::int64_t>(mean())),
                     trials / 64);
}

Interval BetaBinomial::expected(double coverage) const noexcept {
  const double outside = (1 - std::clamp(coverage, 0.0, 1.0)) / 2;
  return {static_cast<double>(quantile(outside)), static_cast<double>(quantile(1 - outside))};
}

double beta_binomial_at_least(double u, std::int64_t n, double alpha, double beta) noexcept {
  return BetaBinomial{n, alpha, beta}.p_at_least(u);
}

}  // namespace centinela::stats
