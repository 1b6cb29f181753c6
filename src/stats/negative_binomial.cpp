#include "centinela/stats/negative_binomial.h"

#include "centinela/base/check.h"
#include "centinela/stats/special.h"

#include "search.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace centinela::stats {
namespace {

// Below this the variance is Poisson's to 8 digits for every mean that matters.
constexpr double poisson_below = 1e-8;
// Up to here the recurrence from 0 beats the incomplete beta function.
constexpr std::int64_t walk_max = 256;
// The series above x may take as many terms again.
constexpr std::size_t reciprocals_size = 2 * walk_max + 2;
// exp() of less would lose the recurrence's first term.
constexpr double log_zero_min = -600;
// An upper tail smaller than this is summed itself, not left over from 1.
constexpr double cancels_below = 1e-3;

constexpr auto reciprocals = [] {
  std::array<double, reciprocals_size> table{};
  for (std::size_t k = 0; k < table.size(); ++k) {
    table[k] = 1.0 / static_cast<double>(k + 1);
  }
  return table;
}();

// The parts around x: P(X < x), P(X = x), P(X > x).
struct Parts {
  double below = 0;
  double at = 0;
  double above = 0;
};

// P(X = k+1)/P(X = k) = step·(1 + k/r)/(k + 1) with step = m/(1 + m/r); it holds for 1/r = 0 too.
struct Recurrence {
  double step;
  double inverse_size;

  [[nodiscard]] double ratio(std::size_t k) const noexcept {
    return step * (1 + static_cast<double>(k) * inverse_size) * reciprocals[k];
  }
};

double bounded_mean(const NegativeBinomial& nb) noexcept {
  CENTINELA_CHECK(std::isfinite(nb.mean));
  CENTINELA_CHECK(nb.inverse_size >= 0);
  return std::max(nb.mean, smallest_mean);
}

bool is_poisson(const NegativeBinomial& nb) noexcept {
  return nb.inverse_size < poisson_below;
}

// ln P(X = 0) = -r ln(1 + m/r); -m for Poisson.
double log_zero(const NegativeBinomial& nb, double mean) noexcept {
  return is_poisson(nb) ? -mean : -std::log1p(mean * nb.inverse_size) / nb.inverse_size;
}

double beta_above(const NegativeBinomial& nb, double mean, std::int64_t x) noexcept {
  const auto k = static_cast<double>(x);
  if (is_poisson(nb)) {
    return regularised_gamma(k + 1, mean);
  }
  const double odds = mean * nb.inverse_size;
  return regularised_beta(k + 1, 1 / nb.inverse_size, odds / (1 + odds));
}

double beta_at_most(const NegativeBinomial& nb, double mean, std::int64_t x) noexcept {
  const auto k = static_cast<double>(x);
  if (is_poisson(nb)) {
    return regularised_gamma_upper(k + 1, mean);
  }
  const double odds = mean * nb.inverse_size;
  return regularised_beta_upper(k + 1, 1 / nb.inverse_size, odds / (1 + odds));
}

double exactly(const NegativeBinomial& nb, double mean, std::int64_t x) noexcept {
  const auto k = static_cast<double>(x);
  if (is_poisson(nb)) {
    return std::exp(k * std::log(mean) - mean - log_gamma(k + 1));
  }
  const double r = 1 / nb.inverse_size;
  const double odds = mean * nb.inverse_size;
  // pmf = s·f(s; r, x+1)/(r + x), f the beta density, s = 1/(1 + m/r), read from the other end.
  return beta_density(k + 1, r, odds / (1 + odds)) / ((1 + odds) * (r + k));
}

// Σ of the terms above x, from P(X = x) up; negative when it does not converge within the table.
double series_above(const Recurrence& recurrence, std::size_t x, double at) noexcept {
  double term = at;
  double sum = 0;
  for (std::size_t k = x; k < reciprocals_size; ++k) {
    term *= recurrence.ratio(k);
    sum += term;
    if (term <= sum * 1e-16) {
      return sum;
    }
  }
  return -1;
}

// x <= walk_max and log_zero >= log_zero_min.
Parts walk(const NegativeBinomial& nb, double mean, std::int64_t x, double log_p_zero) noexcept {
  const double inverse_size = is_poisson(nb) ? 0 : nb.inverse_size;
  const Recurrence recurrence{mean / (1 + mean * inverse_size), inverse_size};
  Parts parts;
  parts.at = std::exp(log_p_zero);
  if (x == 0) {
    parts.above = -std::expm1(log_p_zero);
    return parts;
  }
  const auto steps = static_cast<std::size_t>(x);
  for (std::size_t k = 0; k < steps; ++k) {
    parts.below += parts.at;
    parts.at *= recurrence.ratio(k);
  }
  parts.above = 1 - parts.below - parts.at;
  if (parts.above < cancels_below) {
    parts.above = series_above(recurrence, steps, parts.at);
    if (parts.above < 0) {
      parts.above = beta_above(nb, mean, x);
    }
  }
  return parts;
}

bool is_walkable(std::int64_t x, double log_p_zero) noexcept {
  return x <= walk_max && log_p_zero >= log_zero_min;
}

// P(X > x) and P(X = x) without cancellation; x >= 0.
Parts upper(const NegativeBinomial& nb, std::int64_t x) noexcept {
  const double mean = bounded_mean(nb);
  const double log_p_zero = log_zero(nb, mean);
  if (is_walkable(x, log_p_zero)) {
    return walk(nb, mean, x, log_p_zero);
  }
  return {.below = 0, .at = exactly(nb, mean, x), .above = beta_above(nb, mean, x)};
}

// P(X < x) and P(X = x) without cancellation; x >= 0.
Parts lower(const NegativeBinomial& nb, std::int64_t x) noexcept {
  const double mean = bounded_mean(nb);
  const double log_p_zero = log_zero(nb, mean);
  if (is_walkable(x, log_p_zero)) {
    return walk(nb, mean, x, log_p_zero);
  }
  const double below = x == 0 ? 0 : beta_at_most(nb, mean, x - 1);
  return {.below = below, .at = exactly(nb, mean, x), .above = 0};
}

}  // namespace

double NegativeBinomial::p_at_least(std::int64_t x) const noexcept {
  if (x <= 0) {
    return 1;
  }
  const double bounded = bounded_mean(*this);
  const double log_p_zero = log_zero(*this, bounded);
  if (x == 1) {
    return clamp_p(-std::expm1(log_p_zero));
  }
  return clamp_p(is_walkable(x - 1, log_p_zero) ? walk(*this, bounded, x - 1, log_p_zero).above
                                                : beta_above(*this, bounded, x - 1));
}

double NegativeBinomial::p_above_mid(std::int64_t x) const noexcept {
  if (x < 0) {
    return 1;
  }
  const Parts parts = upper(*this, x);
  return clamp_p(parts.above + 0.5 * parts.at);
}

double NegativeBinomial::p_at_most(std::int64_t x) const noexcept {
  if (x < 0) {
    return smallest_p;
  }
  const double bounded = bounded_mean(*this);
  const double log_p_zero = log_zero(*this, bounded);
  if (is_walkable(x, log_p_zero)) {
    const Parts parts = walk(*this, bounded, x, log_p_zero);
    return clamp_p(parts.below + parts.at);
  }
  return clamp_p(beta_at_most(*this, bounded, x));
}

double NegativeBinomial::p_below_mid(std::int64_t x) const noexcept {
  if (x < 0) {
    return smallest_p;
  }
  const Parts parts = lower(*this, x);
  return clamp_p(parts.below + 0.5 * parts.at);
}

double NegativeBinomial::randomised_pit_upper(std::int64_t x, double v) const noexcept {
  if (x < 0) {
    return 1;
  }
  const Parts parts = upper(*this, x);
  return clamp_p(parts.above + std::clamp(v, 0.0, 1.0) * parts.at);
}

double NegativeBinomial::p_exactly(std::int64_t x) const noexcept {
  return x < 0 ? smallest_p : clamp_p(upper(*this, x).at);
}

std::int64_t NegativeBinomial::quantile(double p) const noexcept {
  const double target = std::clamp(p, 0.0, 1 - 1e-12);
  const double deviation = std::sqrt(variance());
  const double guess = mean + (target > 0 ? normal_quantile(target) : -40) * deviation;
  return first_where([&](std::int64_t x) { return p_at_most(x) >= target; },
                     static_cast<std::int64_t>(std::max(guess, 0.0)),
                     static_cast<std::int64_t>(deviation / 4));
}

std::int64_t NegativeBinomial::first_at_most(double p) const noexcept {
  const double target = clamp_p(p);
  const double deviation = std::sqrt(variance());
  const double guess = mean + normal_upper_quantile(target) * deviation;
  return first_where([&](std::int64_t x) { return p_at_least(x) <= target; },
                     static_cast<std::int64_t>(std::max(guess, 0.0)),
                     static_cast<std::int64_t>(deviation / 4));
}

Interval NegativeBinomial::expected(double coverage) const noexcept {
  const double outside = (1 - std::clamp(coverage, 0.0, 1.0)) / 2;
  return {static_cast<double>(quantile(outside)), static_cast<double>(quantile(1 - outside))};
}

}  // namespace centinela::stats
