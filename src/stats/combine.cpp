#include "centinela/stats/combine.h"

#include "centinela/base/check.h"
#include "centinela/stats/special.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace centinela::stats {
namespace {

constexpr double tiny_p = 1e-8;

double cauchy_score(double p) noexcept {
  const double capped = std::min(clamp_p(p), 0.5);
  return capped < tiny_p ? 1 / (std::numbers::pi * capped)
                         : std::tan((0.5 - capped) * std::numbers::pi);
}

}  // namespace

double sidak(double min_p, double m) noexcept {
  return m >= 1 ? clamp_p(-std::expm1(m * std::log1p(-clamp_p(min_p)))) : 1;
}

double twice_the_smaller(double a, double b) noexcept {
  return clamp_p(2 * std::min(clamp_p(a), clamp_p(b)));
}

double fisher_sum(std::span<const double> p) noexcept {
  double sum = 0;
  for (const double value : p) {
    sum -= 2 * std::log(clamp_p(value));
  }
  return sum;
}

double fisher_p(double sum, double k) noexcept {
  return k > 0 ? chi_squared_upper(sum, 2 * k) : 1;
}

double correlated_fisher_p(double sum, double k, double correlation) noexcept {
  if (!(k > 0)) {
    return 1;
  }
  const double r = std::clamp(correlation, 0.0, 1.0);
  const double covariance = r * (3.263 + r * (0.710 + r * 0.027));
  const double mean = 2 * k;
  const double variance = 4 * k + k * (k - 1) * covariance;
  const double scale = variance / (2 * mean);
  return chi_squared_upper(sum / scale, 2 * mean * mean / variance);
}

double capped_cauchy(std::span<const double> p, std::span<const double> weights) noexcept {
  CENTINELA_CHECK(p.size() == weights.size());
  double sum = 0;
  double total = 0;
  for (std::size_t i = 0; i < p.size(); ++i) {
    const double weight = std::max(weights[i], 0.0);
    sum += weight * cauchy_score(p[i]);
    total += weight;
  }
  if (!(total > 0)) {
    return 1;
  }
  // ½ - arctan(T)/π = arctan(1/T)/π for T > 0, without its cancellation.
  return clamp_p(std::atan2(1.0, sum / total) / std::numbers::pi);
}

}  // namespace centinela::stats
