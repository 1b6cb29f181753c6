#include "centinela/stats/special.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace centinela::stats {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

TEST(Probability, is_clamped_so_that_its_logarithm_is_finite) {
  EXPECT_EQ(clamp_p(0), smallest_p);
  EXPECT_EQ(clamp_p(-1), smallest_p);
  EXPECT_EQ(clamp_p(1.5), 1);
  EXPECT_EQ(clamp_p(infinity), 1);
  EXPECT_EQ(clamp_p(0.25), 0.25);
  EXPECT_NEAR(-std::log(smallest_p), largest_surprise, 1e-12);
}

TEST(Probability, that_could_not_be_computed_is_no_evidence) {
  EXPECT_EQ(clamp_p(nan), 1);
}

TEST(Normal, agrees_with_published_values) {
  EXPECT_NEAR(normal_cdf(1.959963984540054), 0.975, 1e-15);
  EXPECT_NEAR(normal_cdf(0), 0.5, 1e-16);
  // Abramowitz & Stegun 26.2: Q(10) = 7.6198530241605e-24.
  EXPECT_NEAR(normal_upper(10) / 7.6198530241605261e-24, 1, 1e-12);
}

TEST(Normal, keeps_the_far_tail_where_one_minus_p_is_zero) {
  EXPECT_EQ(1 - normal_cdf(9), 0);
  EXPECT_GT(normal_upper(9), 1e-19);
  EXPECT_EQ(normal_upper(60), smallest_p);
  EXPECT_EQ(normal_cdf(infinity), 1);
  EXPECT_EQ(normal_upper(infinity), smallest_p);
}

TEST(Normal, quantile_undoes_the_distribution) {
  for (const double z : {-36.0, -8.0, -3.0, -0.1, 0.0, 0.7, 4.0}) {
    EXPECT_NEAR(normal_quantile(normal_cdf(z)), z, 1e-9 * (1 + std::abs(z))) << z;
    EXPECT_NEAR(normal_upper_quantile(normal_upper(-z)), -z, 1e-9 * (1 + std::abs(z))) << z;
  }
}

TEST(Normal, quantile_is_finite_at_both_ends) {
  EXPECT_NEAR(normal_quantile(0), -37.0471, 1e-3);
  EXPECT_NEAR(normal_upper_quantile(0), 37.0471, 1e-3);
  EXPECT_NEAR(normal_quantile(1), 8.2095, 1e-3);
  EXPECT_TRUE(std::isfinite(normal_quantile(nan)));
}

TEST(RegularisedBeta, agrees_with_closed_forms) {
  // I_x(1, b) = 1 - (1-x)^b and I_x(a, 1) = x^a.
  for (const double x : {0.01, 0.3, 0.9}) {
    EXPECT_NEAR(regularised_beta(1, 3.5, x), 1 - std::pow(1 - x, 3.5), 1e-14);
    EXPECT_NEAR(regularised_beta(2.5, 1, x), std::pow(x, 2.5), 1e-14);
    EXPECT_NEAR(regularised_beta(2, 5, x) + regularised_beta_upper(2, 5, x), 1, 1e-14);
    EXPECT_NEAR(regularised_beta(2, 5, x), regularised_beta_upper(5, 2, 1 - x), 1e-14);
  }
}

TEST(RegularisedBeta, is_zero_and_one_outside_its_range_and_never_nan) {
  EXPECT_EQ(regularised_beta(2, 3, -1), 0);
  EXPECT_EQ(regularised_beta(2, 3, 2), 1);
  EXPECT_EQ(regularised_beta(2, 3, nan), 0);
  EXPECT_EQ(regularised_beta(1e5, 1, 1e-9), 0);
}

TEST(RegularisedBeta, refuses_parameters_that_are_no_distribution) {
  EXPECT_DEATH((void)regularised_beta(0, 1, 0.5), "a > 0");
  EXPECT_DEATH((void)regularised_beta(1, nan, 0.5), "b > 0");
}

TEST(RegularisedGamma, agrees_with_the_exponential) {
  EXPECT_NEAR(regularised_gamma(1, 2), 1 - std::exp(-2), 1e-15);
  EXPECT_NEAR(regularised_gamma_upper(1, 50) / std::exp(-50), 1, 1e-12);
  EXPECT_EQ(regularised_gamma(3, 0), 0);
  EXPECT_EQ(regularised_gamma_upper(3, -1), 1);
}

TEST(ChiSquared, agrees_with_the_exponential_at_two_degrees_of_freedom) {
  EXPECT_NEAR(chi_squared_upper(7, 2), std::exp(-3.5), 1e-15);
  EXPECT_EQ(chi_squared_upper(0, 4), 1);
  EXPECT_EQ(chi_squared_upper(1e5, 4), smallest_p);
  // Table value: the 95 % quantile at 10 degrees of freedom is 18.307.
  EXPECT_NEAR(chi_squared_upper(18.307038, 10), 0.05, 1e-8);
}

TEST(LogGamma, agrees_with_factorials) {
  EXPECT_NEAR(log_gamma(5), std::log(24), 1e-14);
  EXPECT_NEAR(log_gamma(0.5), 0.5 * std::log(3.14159265358979323846), 1e-14);
  EXPECT_NEAR(log_beta(2, 3), std::log(1.0 / 12), 1e-14);
}

}  // namespace
}  // namespace centinela::stats
