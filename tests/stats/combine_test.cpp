#include "centinela/stats/combine.h"

#include "centinela/stats/special.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

namespace centinela::stats {
namespace {

double equal_weights(const std::vector<double>& p) {
  return capped_cauchy(p, std::vector<double>(p.size(), 1));
}

TEST(Sidak, is_the_p_of_the_smallest_of_m) {
  EXPECT_NEAR(sidak(0.1, 3), 1 - 0.9 * 0.9 * 0.9, 1e-15);
  EXPECT_DOUBLE_EQ(sidak(0.1, 1), 0.1);
  EXPECT_NEAR(sidak(1e-18, 50) / 5e-17, 1, 1e-12);
  EXPECT_EQ(sidak(1, 4), 1);
  EXPECT_EQ(sidak(0, 1), smallest_p);
  EXPECT_EQ(sidak(0.1, 0), 1);
}

TEST(TwiceTheSmaller, pays_for_two_looks) {
  EXPECT_DOUBLE_EQ(twice_the_smaller(0.01, 0.4), 0.02);
  EXPECT_EQ(twice_the_smaller(0.9, 0.7), 1);
  EXPECT_EQ(twice_the_smaller(0, 0.7), 2 * smallest_p);
}

TEST(Fisher, of_one_p_gives_it_back) {
  const std::array<double, 1> one{0.037};
  EXPECT_NEAR(fisher_p(fisher_sum(one), 1), 0.037, 1e-14);
}

TEST(Fisher, adds_weak_evidence_up) {
  const std::array<double, 6> weak{0.05, 0.08, 0.1, 0.06, 0.09, 0.07};
  EXPECT_LT(fisher_p(fisher_sum(weak), 6), 0.05 / 10);
  EXPECT_EQ(fisher_sum({}), 0);
  EXPECT_EQ(fisher_p(0, 0), 1);
}

TEST(Fisher, corrected_for_correlation_is_more_careful) {
  const std::array<double, 3> p{0.01, 0.02, 0.01};
  const double sum = fisher_sum(p);
  EXPECT_NEAR(correlated_fisher_p(sum, 3, 0), fisher_p(sum, 3), 1e-14);
  EXPECT_GT(correlated_fisher_p(sum, 3, 0.5), 5 * fisher_p(sum, 3));
  // At r = 1 the three are one and the same p (the polynomial adds up to 4).
  const std::array<double, 3> same{0.01, 0.01, 0.01};
  EXPECT_NEAR(correlated_fisher_p(fisher_sum(same), 3, 1), 0.01, 1e-6);
}

TEST(CappedCauchy, of_one_p_gives_it_back_up_to_the_cap) {
  for (const double p : {1e-300, 1e-20, 9.9e-9, 1.1e-8, 1e-3, 0.3, 0.5}) {
    EXPECT_NEAR(equal_weights({p}) / p, 1, 1e-6) << p;
  }
  EXPECT_NEAR(equal_weights({0.9}), 0.5, 1e-12);
}

TEST(CappedCauchy, a_p_of_one_does_not_cancel_evidence) {
  EXPECT_NEAR(equal_weights({1e-6, 1}), 2e-6, 1e-10);
  EXPECT_NEAR(equal_weights({1e-6, 1, 1, 1}), 4e-6, 1e-10);
}

TEST(CappedCauchy, tiny_branch_meets_the_exact_one) {
  const double below = equal_weights({0.999999e-8, 0.2});
  const double above = equal_weights({1.000001e-8, 0.2});
  EXPECT_NEAR(below / above, 1, 1e-5);
  EXPECT_LT(below, above);
}

TEST(CappedCauchy, agrees_with_the_formula_it_is_named_after) {
  const std::vector<double> p{0.02, 0.4, 0.1};
  const std::vector<double> weights{2, 1, 0.5};
  double t = 0;
  for (std::size_t i = 0; i < p.size(); ++i) {
    t += weights[i] * std::tan((0.5 - p[i]) * std::numbers::pi);
  }
  EXPECT_NEAR(capped_cauchy(p, weights), 0.5 - std::atan(t / 3.5) / std::numbers::pi, 1e-14);
}

TEST(CappedCauchy, is_one_when_nothing_has_weight_and_never_zero) {
  EXPECT_EQ(capped_cauchy({}, {}), 1);
  const std::vector<double> p{1e-9};
  EXPECT_EQ(capped_cauchy(p, std::vector<double>{0}), 1);
  EXPECT_GE(equal_weights({0, 0, 0}), smallest_p);
  EXPECT_LE(equal_weights({std::numeric_limits<double>::quiet_NaN()}), 0.5 + 1e-12);
}

TEST(CappedCauchy, refuses_weights_of_another_number) {
  const std::vector<double> p{0.1, 0.2};
  EXPECT_DEATH((void)capped_cauchy(p, std::vector<double>{1}), "p.size\\(\\) == weights.size");
}

}  // namespace
}  // namespace centinela::stats
