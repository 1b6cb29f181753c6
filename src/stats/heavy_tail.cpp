#include "centinela/stats/heavy_tail.h"

#include <algorithm>
#include <cmath>

namespace centinela::stats {
namespace {

// Of a normal, the standard deviation is 1.4826 times the median absolute deviation.
constexpr double mad_to_deviation = 1.4826;
constexpr float weight_floor = 1e-12F;

double log_of(double x) noexcept {
  return x > 0 ? std::log1p(x) : 0;
}

std::size_t bin_of(double log_value) noexcept {
  const double position = log_value / LogQuantiles::bin_width;
  return position >= static_cast<double>(LogQuantiles::bins) ? LogQuantiles::bins - 1
                                                             : static_cast<std::size_t>(position);
}

constexpr auto end_bin = static_cast<std::ptrdiff_t>(LogQuantiles::bins);
// Farther than any edge.
constexpr double beyond = 1e300;

double edge(std::ptrdiff_t bin) noexcept {
  return static_cast<double>(bin) * LogQuantiles::bin_width;
}

double weight_at(const std::array<float, LogQuantiles::bins>& weights,
                 std::ptrdiff_t bin) noexcept {
  return bin >= 0 && bin < end_bin ? static_cast<double>(weights[static_cast<std::size_t>(bin)])
                                   : 0;
}

}  // namespace

// (1 − s)²(2 + s)/4 with s = z/√(4 + z²), where 1 − s is formed without cancellation.
double t4_upper(double z) noexcept {
  const double root = std::sqrt(4 + z * z);
  const double s = z / root;
  const double complement = z > 0 ? 4 / (root * (root + z)) : 1 - s;
  return std::clamp(complement * complement * (2 + s) / 4, 1e-300, 1.0);
}

double heavy_tail_z(double x, double median_log, double mad_log) noexcept {
  return (log_of(x) - median_log) / (mad_to_deviation * std::max(mad_log, mad_floor));
}

void LogQuantiles::add(double x, double weight) noexcept {
  weights_[bin_of(log_of(x))] += static_cast<float>(std::max(weight, 0.0));
}

void LogQuantiles::decay(double forget) noexcept {
  const auto factor = static_cast<float>(std::clamp(forget, 0.0, 1.0));
  for (float& weight : weights_) {
    weight *= factor;
    weight = weight < weight_floor ? 0 : weight;
  }
}

void LogQuantiles::merge(const LogQuantiles& other) noexcept {
  for (std::size_t i = 0; i < bins; ++i) {
    weights_[i] += other.weights_[i];
  }
}

double LogQuantiles::total() const noexcept {
  double sum = 0;
  for (const float weight : weights_) {
    sum += static_cast<double>(weight);
  }
  return sum;
}

double LogQuantiles::quantile(double p) const noexcept {
  return std::expm1(quantile_log(p));
}

double LogQuantiles::quantile_log(double p) const noexcept {
  const double target = std::clamp(p, 0.0, 1.0) * total();
  double below = 0;
  double last_edge = 0;
  for (std::size_t i = 0; i < bins; ++i) {
    const auto weight = static_cast<double>(weights_[i]);
    if (weight <= 0) {
      continue;
    }
    if (below + weight >= target) {
      return edge(static_cast<std::ptrdiff_t>(i)) + bin_width * (target - below) / weight;
    }
    below += weight;
    last_edge = edge(static_cast<std::ptrdiff_t>(i) + 1);
  }
  return last_edge;
}

double LogQuantiles::mass_below(double log_value) const noexcept {
  const std::size_t bin = bin_of(log_value);
  double sum = 0;
  for (std::size_t i = 0; i < bin; ++i) {
    sum += static_cast<double>(weights_[i]);
  }
  const double share =
      std::min((log_value - edge(static_cast<std::ptrdiff_t>(bin))) / bin_width, 1.0);
  return sum + share * static_cast<double>(weights_[bin]);
}

double LogQuantiles::rank(double x) const noexcept {
  const double all = total();
  return all > 0 ? std::clamp(mass_below(log_of(x)) / all, 0.0, 1.0) : 0;
}

// Widens [median - d, median + d] from bin edge to bin edge until it holds half of the mass.
double LogQuantiles::mad_log() const noexcept {
  const double target = total() / 2;
  if (target <= 0) {
    return 0;
  }
  const double median = median_log();
  auto left = static_cast<std::ptrdiff_t>(bin_of(median));
  auto right = left;
  double held = 0;
  double distance = 0;
  while (left >= 0 || right < end_bin) {
    const double to_left = left >= 0 ? median - edge(left) : beyond;
    const double to_right = right < end_bin ? edge(right + 1) - median : beyond;
    const double next = std::min(to_left, to_right);
    const double density = (weight_at(weights_, left) + weight_at(weights_, right)) / bin_width;
    const double gain = density * (next - distance);
    if (density > 0 && held + gain >= target) {
      return distance + (target - held) / density;
    }
    held += gain;
    distance = next;
    left -= to_left <= next ? 1 : 0;
    right += to_right <= next ? 1 : 0;
  }
  return distance;
}

double LogQuantiles::z(double x) const noexcept {
  return heavy_tail_z(x, median_log(), mad_log());
}

}  // namespace centinela::stats
