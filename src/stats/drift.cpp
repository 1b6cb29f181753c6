#include "centinela/stats/drift.h"

#include "centinela/stats/special.h"

#include <algorithm>
#include <cmath>

namespace centinela::stats {
namespace {

constexpr double threshold_min = 2;
constexpr double threshold_max = 40;
// Fewer alarms than this do not measure a run length.
constexpr double alarms_min = 20;
constexpr std::size_t values_min = 500;
// Halves [2, 40] to below 1e-3, far finer than a run length can be measured.
constexpr int bisections = 16;

// The h at which a growing function of h reaches the target.
template <class Growing>
double solve(const Growing& growing, double target) noexcept {
  double low = threshold_min;
  double high = threshold_max;
  for (int i = 0; i < bisections; ++i) {
    const double middle = 0.5 * (low + high);
    (growing(middle) < target ? low : high) = middle;
  }
  return high;
}

double siegmund_run_length(double h, double slack) noexcept {
  constexpr double exponent_max = 600;  // e^600 days are never
  const double exponent = std::min(2 * slack * (h + 1.166), exponent_max);
  return (std::expm1(exponent) - exponent) / (2 * slack * slack);
}

double softplus(double x) noexcept {
  return x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x));
}

}  // namespace

void Cusum::step(double z, double slack) noexcept {
  sum = std::max(0.0, sum + z - slack);
  steps_up = sum > 0 ? steps_up + 1 : 0;
}

void PooledAutocorrelation::add(double previous_z, double z) noexcept {
  products += previous_z * z;
  squares += 0.5 * (previous_z * previous_z + z * z);
}

double PooledAutocorrelation::rho() const noexcept {
  return squares > 0 ? std::clamp(products / squares, 0.0, autocorrelation_cap) : 0;
}

double Prewhitener::step(double z, double rho) noexcept {
  const double clipped = std::clamp(rho, 0.0, autocorrelation_cap);
  const double whitened =
      has_previous ? (z - clipped * previous) / std::sqrt(1 - clipped * clipped) : z;
  previous = z;
  has_previous = true;
  return whitened;
}

double cusum_run_length(std::span<const double> null_z, double threshold, double slack) noexcept {
  Cusum cusum;
  double alarms = 0;
  for (const double z : null_z) {
    cusum.step(z, slack);
    if (cusum.sum > threshold) {
      alarms += 1;
      cusum = {};
    }
  }
  return static_cast<double>(null_z.size()) / std::max(alarms, 1.0);
}

double cusum_threshold(std::span<const double> null_z, double run_length, double slack) noexcept {
  if (null_z.size() < values_min) {
    return cusum_threshold_normal(run_length, slack);
  }
  const auto measured = [&](double h) { return cusum_run_length(null_z, h, slack); };
  const double measurable = static_cast<double>(null_z.size()) / alarms_min;
  if (run_length <= measurable) {
    return solve(measured, run_length);
  }
  // ln(run length) grows linearly in h: its slope is taken over the last factor of 8 that shows.
  const double far = solve(measured, measurable);
  const double near = solve(measured, measurable / 8);
  if (far - near < 0.5) {
    return std::clamp(
        far + cusum_threshold_normal(run_length, slack), threshold_min, threshold_max);
  }
  const double slope = std::log(measured(far) / measured(near)) / (far - near);
  return std::clamp(far + std::log(run_length / measured(far)) / std::max(slope, 0.1),
                    threshold_min,
                    threshold_max);
}

double cusum_p(double sum, double slack) noexcept {
  return std::clamp(1 / siegmund_run_length(std::max(sum, 0.0), slack), smallest_p, 0.5);
}

double cusum_threshold_normal(double run_length, double slack) noexcept {
  return solve([&](double h) { return siegmund_run_length(h, slack); }, run_length);
}

double log_e_value(double p) noexcept {
  const double surprise = -std::log(clamp_p(p));
  if (surprise < 0.01) {
    // (1 - e^-L(1 + L))/L² = ½ - L/3 + L²/8 - L³/30 + …
    return surprise + std::log(0.5 - surprise / 3 + surprise * surprise / 8 -
                               surprise * surprise * surprise / 30);
  }
  const double numerator = -std::expm1(-surprise) - surprise * std::exp(-surprise);
  return surprise + std::log(numerator) - 2 * std::log(surprise);
}

void EDetector::step(double p, double decay) noexcept {
  const double kept = std::clamp(decay, 0.0, 1.0);
  // ln(M·d + 1) from ln(1 + M).
  const double carried = log_one_plus_m + std::log(kept + (1 - kept) * std::exp(-log_one_plus_m));
  log_one_plus_m = softplus(carried + log_e_value(p));
}

double EDetector::log_m() const noexcept {
  return log_one_plus_m > 0 ? log_one_plus_m + std::log(-std::expm1(-log_one_plus_m))
                            : -largest_surprise;
}

bool EDetector::alarms(double alpha) const noexcept {
  return log_one_plus_m >= std::log1p(1 / clamp_p(alpha));
}

}  // namespace centinela::stats
