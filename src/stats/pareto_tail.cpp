#include "centinela/stats/pareto_tail.h"

#include "centinela/base/check.h"
#include "centinela/stats/special.h"

#include <algorithm>
#include <cmath>

namespace centinela::stats {
namespace {

constexpr double shape_limit = 0.5;
// Below this the power is an exponential to more digits than it is computed with.
constexpr double exponential_below = 1e-9;

}  // namespace

double ParetoTail::survival(double score) const noexcept {
  const double excess = (score - threshold) / scale;
  if (!(excess > 0)) {
    return clamp_p(share);
  }
  if (std::abs(shape) < exponential_below) {
    return clamp_p(share * std::exp(-excess));
  }
  if (shape * excess <= -1) {
    return smallest_p;
  }
  return clamp_p(share * std::exp(-std::log1p(shape * excess) / shape));
}

double ParetoTail::quantile(double p) const noexcept {
  const double log_ratio = std::log(share / clamp_p(p));
  if (log_ratio <= 0) {
    return threshold;
  }
  if (std::abs(shape) < exponential_below) {
    return threshold + scale * log_ratio;
  }
  return threshold + scale * std::expm1(shape * log_ratio) / shape;
}

ParetoTail fit_pareto_tail(std::span<const double> scores_above,
                           double threshold,
                           double n) noexcept {
  CENTINELA_CHECK(scores_above.size() >= 2);
  const auto count = static_cast<double>(scores_above.size());
  double mean = 0;
  double weighted = 0;
  for (std::size_t i = 0; i < scores_above.size(); ++i) {
    const double excess = scores_above[i] - threshold;
    mean += excess / count;
    weighted += excess * (count - 1 - static_cast<double>(i)) / (count - 1) / count;
  }
  ParetoTail tail;
  tail.threshold = threshold;
  tail.share = std::clamp(count / std::max(n, count), smallest_p, 1.0);
  // a0 - 2a1 = σ/((1-γ)(2-γ)) > 0 for every generalised Pareto with γ < 1; 0 where all are equal.
  const double spread = mean - 2 * weighted;
  const double shape = spread > 0 ? 2 - mean / spread : -shape_limit;
  tail.shape = std::clamp(shape, -shape_limit, shape_limit);
  // The mean σ/(1-γ) is kept where the shape was clipped; unclipped this is 2a0a1/(a0 - 2a1).
  tail.scale = std::max(mean * (1 - tail.shape), 1e-12);
  return tail;
}

}  // namespace centinela::stats
