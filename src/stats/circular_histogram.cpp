#include "centinela/stats/circular_histogram.h"

#include "centinela/base/check.h"
#include "centinela/stats/special.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace centinela::stats {
namespace {

constexpr std::size_t bins = CircularHistogram::bins;
constexpr std::size_t hours_per_day = 24;
constexpr float weight_floor = 1e-12F;
constexpr double tie = 1 + 1e-9;

// Four standard deviations on either side hold all but 6·10⁻⁵ of the kernel.
constexpr std::size_t reach = 8;
using Kernel = std::array<double, 2 * reach + 1>;

// von Mises: weight ∝ exp(κ cos θ), with κ = 1/σ² for a σ of two hours on a circle of 168.
Kernel make_kernel() noexcept {
  constexpr double radians_per_hour = 2 * std::numbers::pi / static_cast<double>(bins);
  constexpr double deviation = 2 * radians_per_hour;
  Kernel kernel{};
  double sum = 0;
  for (std::size_t i = 0; i < kernel.size(); ++i) {
    const double hours = static_cast<double>(i) - static_cast<double>(reach);
    kernel[i] = std::exp((std::cos(hours * radians_per_hour) - 1) / (deviation * deviation));
    sum += kernel[i];
  }
  for (double& weight : kernel) {
    weight /= sum;
  }
  return kernel;
}

}  // namespace

void CircularHistogram::add(std::size_t hour_of_week, double weight) noexcept {
  CENTINELA_CHECK(hour_of_week < bins);
  weights_[hour_of_week] += static_cast<float>(std::max(weight, 0.0));
}

void CircularHistogram::decay(double forget) noexcept {
  const auto factor = static_cast<float>(std::clamp(forget, 0.0, 1.0));
  for (float& weight : weights_) {
    weight *= factor;
    weight = weight < weight_floor ? 0 : weight;
  }
}

void CircularHistogram::merge(const CircularHistogram& other) noexcept {
  for (std::size_t i = 0; i < bins; ++i) {
    weights_[i] += other.weights_[i];
  }
}

double CircularHistogram::total() const noexcept {
  double sum = 0;
  for (const float weight : weights_) {
    sum += static_cast<double>(weight);
  }
  return sum;
}

double CircularHistogram::weight(std::size_t hour_of_week) const noexcept {
  CENTINELA_CHECK(hour_of_week < bins);
  return static_cast<double>(weights_[hour_of_week]);
}

CircularHistogram::Probabilities CircularHistogram::probabilities(double kappa) const noexcept {
  Probabilities uniform{};
  uniform.fill(1.0 / static_cast<double>(bins));
  return probabilities(uniform, kappa);
}

CircularHistogram::Probabilities CircularHistogram::probabilities(const Probabilities& parent,
                                                                  double kappa) const noexcept {
  static const Kernel kernel = make_kernel();
  // The week unrolled by the kernel's reach at both ends: no modulo in the inner loop.
  std::array<double, bins + 2 * reach> unrolled{};
  for (std::size_t i = 0; i < unrolled.size(); ++i) {
    unrolled[i] = static_cast<double>(weights_[(i + bins - reach) % bins]);
  }
  const double prior = std::max(kappa, 1e-9);
  const double mass = total() + prior;
  Probabilities result{};
  for (std::size_t hour = 0; hour < bins; ++hour) {
    double smoothed = 0;
    for (std::size_t i = 0; i < kernel.size(); ++i) {
      smoothed += kernel[i] * unrolled[hour + i];
    }
    result[hour] = (smoothed + prior * parent[hour]) / mass;
  }
  return result;
}

CircularHistogram CircularHistogram::day_profile() const noexcept {
  constexpr std::size_t days = bins / hours_per_day;
  CircularHistogram profile;
  for (std::size_t hour = 0; hour < hours_per_day; ++hour) {
    float sum = 0;
    for (std::size_t day = 0; day < days; ++day) {
      sum += weights_[day * hours_per_day + hour];
    }
    for (std::size_t day = 0; day < days; ++day) {
      profile.weights_[day * hours_per_day + hour] = sum / static_cast<float>(days);
    }
  }
  return profile;
}

double hour_tail_p(const CircularHistogram::Probabilities& probabilities,
                   std::size_t hour_of_week) noexcept {
  CENTINELA_CHECK(hour_of_week < bins);
  const double limit = probabilities[hour_of_week] * tie;
  double sum = 0;
  for (const double p : probabilities) {
    sum += p <= limit ? p : 0;
  }
  return clamp_p(sum);
}

}  // namespace centinela::stats
