#include "centinela/stats/special.h"

#include "centinela/base/check.h"

#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>

#include <algorithm>
#include <numbers>

namespace centinela::stats {
namespace {

namespace policies = boost::math::policies;

// Never throws and never leaves double: an argument out of range gives NaN or infinity, which the
// callers below clamp.
using Quiet = policies::policy<policies::domain_error<policies::ignore_error>,
                               policies::pole_error<policies::ignore_error>,
                               policies::overflow_error<policies::ignore_error>,
                               policies::underflow_error<policies::ignore_error>,
                               policies::denorm_error<policies::ignore_error>,
                               policies::rounding_error<policies::ignore_error>,
                               policies::evaluation_error<policies::ignore_error>,
                               policies::indeterminate_result_error<policies::ignore_error>,
                               policies::promote_double<false>>;

constexpr double largest_p_below_one = 1 - 0x1.0p-53;

double unit(double value) noexcept {
  return std::isnan(value) ? 0 : std::clamp(value, 0.0, 1.0);
}

}  // namespace

double normal_cdf(double z) noexcept {
  return normal_upper(-z);
}

double normal_upper(double z) noexcept {
  return clamp_p(0.5 * std::erfc(z / std::numbers::sqrt2));
}

double normal_quantile(double p) noexcept {
  return -normal_upper_quantile(p);
}

double normal_upper_quantile(double p) noexcept {
  const double q = std::min(clamp_p(p), largest_p_below_one);
  return std::numbers::sqrt2 * boost::math::erfc_inv(2 * q, Quiet{});
}

double regularised_beta(double a, double b, double x) noexcept {
  CENTINELA_CHECK(a > 0);
  CENTINELA_CHECK(b > 0);
  return unit(boost::math::ibeta(a, b, unit(x), Quiet{}));
}

double regularised_beta_upper(double a, double b, double x) noexcept {
  CENTINELA_CHECK(a > 0);
  CENTINELA_CHECK(b > 0);
  return unit(boost::math::ibetac(a, b, unit(x), Quiet{}));
}

double beta_density(double a, double b, double x) noexcept {
  CENTINELA_CHECK(a > 0);
  CENTINELA_CHECK(b > 0);
  const double density = boost::math::ibeta_derivative(a, b, unit(x), Quiet{});
  return std::isfinite(density) ? density : 0;
}

double regularised_gamma(double a, double x) noexcept {
  CENTINELA_CHECK(a > 0);
  return x > 0 ? unit(boost::math::gamma_p(a, x, Quiet{})) : 0;
}

double regularised_gamma_upper(double a, double x) noexcept {
  CENTINELA_CHECK(a > 0);
  return x > 0 ? unit(boost::math::gamma_q(a, x, Quiet{})) : 1;
}

double chi_squared_upper(double x, double dof) noexcept {
  return clamp_p(regularised_gamma_upper(dof / 2, x / 2));
}

double log_gamma(double x) noexcept {
  CENTINELA_CHECK(x > 0);
  return boost::math::lgamma(x, Quiet{});
}

double log_beta(double a, double b) noexcept {
  return log_gamma(a) + log_gamma(b) - log_gamma(a + b);
}

}  // namespace centinela::stats
