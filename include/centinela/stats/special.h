// Special functions and the clamp of every probability. Floor 1, pure, any thread.
//
// One place for the heavy maths (Boost.Math stays in the .cpp). A probability that leaves this
// module lies in [smallest_p, 1]: never 0, never NaN, so that logarithms of it are finite.
#pragma once

#include <cmath>

namespace centinela::stats {

inline constexpr double smallest_p = 1e-300;
// -ln(smallest_p): the largest surprise in natural units that a probability can carry.
inline constexpr double largest_surprise = 690.775527898213705;

// Into [smallest_p, 1]. NaN becomes 1: what cannot be computed is no evidence.
[[nodiscard]] inline double clamp_p(double p) noexcept {
  if (std::isnan(p)) {
    return 1;
  }
  return p < smallest_p ? smallest_p : (p > 1 ? 1 : p);
}

// P(Z <= z) of the standard normal, clamped.
[[nodiscard]] double normal_cdf(double z) noexcept;
// P(Z > z), accurate far out where 1 - normal_cdf(z) is 0.
[[nodiscard]] double normal_upper(double z) noexcept;
// z with normal_cdf(z) = p; p is clamped to [smallest_p, 1 - 2^-53], so the answer lies in
// [-37.05, 8.21]. For an upper-tail p use normal_upper_quantile, which keeps the far tail.
[[nodiscard]] double normal_quantile(double p) noexcept;
// z with normal_upper(z) = p, for p in [smallest_p, 1 - 2^-53]: the z of (g), Φ⁻¹(1 - p).
[[nodiscard]] double normal_upper_quantile(double p) noexcept;

// I_x(a, b), in [0, 1] (a plain function: it may be 0). a, b > 0; x is clamped to [0, 1].
[[nodiscard]] double regularised_beta(double a, double b, double x) noexcept;
// 1 - I_x(a, b) without cancellation.
[[nodiscard]] double regularised_beta_upper(double a, double b, double x) noexcept;
// Density of Beta(a, b) at x; 0 where it would overflow.
[[nodiscard]] double beta_density(double a, double b, double x) noexcept;

// P(a, x) and Q(a, x), the regularised incomplete gamma functions; a > 0, x >= 0.
[[nodiscard]] double regularised_gamma(double a, double x) noexcept;
[[nodiscard]] double regularised_gamma_upper(double a, double x) noexcept;

// P(chi-squared with that many degrees of freedom >= x), clamped. dof > 0.
[[nodiscard]] double chi_squared_upper(double x, double dof) noexcept;

// ln Γ(x) for x > 0, and ln B(a, b).
[[nodiscard]] double log_gamma(double x) noexcept;
[[nodiscard]] double log_beta(double a, double b) noexcept;

}  // namespace centinela::stats
