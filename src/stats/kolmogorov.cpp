#include "centinela/stats/kolmogorov.h"

#include "centinela/base/check.h"
#include "centinela/stats/special.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace centinela::stats {
namespace {

// Both series of Kolmogorov's distribution have converged after a few terms on their own side.
constexpr double switch_at = 1.18;
constexpr int terms = 8;

double upper_series(double lambda) noexcept {
  double sum = 0;
  double sign = 1;
  for (int j = 1; j <= terms; ++j) {
    sum += sign * std::exp(-2.0 * j * j * lambda * lambda);
    sign = -sign;
  }
  return 2 * sum;
}

double lower_series(double lambda) noexcept {
  const double exponent = std::numbers::pi * std::numbers::pi / (8 * lambda * lambda);
  double sum = 0;
  for (int j = 1; j <= terms; ++j) {
    const double odd = 2.0 * j - 1;
    sum += std::exp(-odd * odd * exponent);
  }
  return std::sqrt(2 * std::numbers::pi) / lambda * sum;
}

}  // namespace

double ks_distance_uniform(std::span<const double> ascending) noexcept {
  if (ascending.empty()) {
    return 0;
  }
  CENTINELA_CHECK(ascending.front() <= ascending.back());
  const auto n = static_cast<double>(ascending.size());
  double distance = 0;
  for (std::size_t i = 0; i < ascending.size(); ++i) {
    const double value = std::clamp(ascending[i], 0.0, 1.0);
    distance = std::max(distance, value - static_cast<double>(i) / n);
    distance = std::max(distance, static_cast<double>(i + 1) / n - value);
  }
  return distance;
}

double ks_distance(std::span<const double> a_ascending,
                   std::span<const double> b_ascending) noexcept {
  if (a_ascending.empty() || b_ascending.empty()) {
    return 0;
  }
  const auto n = static_cast<double>(a_ascending.size());
  const auto m = static_cast<double>(b_ascending.size());
  double distance = 0;
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a_ascending.size() && j < b_ascending.size()) {
    const double value = std::min(a_ascending[i], b_ascending[j]);
    while (i < a_ascending.size() && a_ascending[i] <= value) {
      ++i;
    }
    while (j < b_ascending.size() && b_ascending[j] <= value) {
      ++j;
    }
    distance =
        std::max(distance, std::abs(static_cast<double>(i) / n - static_cast<double>(j) / m));
  }
  return distance;
}

double kolmogorov_p(double distance, double n_effective) noexcept {
  if (!(distance > 0) || !(n_effective > 0)) {
    return 1;
  }
  const double root = std::sqrt(n_effective);
  const double lambda = (root + 0.12 + 0.11 / root) * distance;
  return clamp_p(lambda < switch_at ? 1 - lower_series(lambda) : upper_series(lambda));
}

double ks_effective_size(double n, double m) noexcept {
  return n > 0 && m > 0 ? n * m / (n + m) : 0;
}

}  // namespace centinela::stats
