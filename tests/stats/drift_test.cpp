#include "centinela/stats/drift.h"

#include "centinela/base/rng.h"
#include "centinela/stats/special.h"

#include "archive.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace centinela::stats {
namespace {

std::vector<double> normals(std::size_t n, std::uint64_t seed) {
  Rng rng(seed);
  std::vector<double> z(n);
  for (double& value : z) {
    value = rng.normal();
  }
  return z;
}

TEST(Cusum, adds_what_exceeds_the_slack_and_never_falls_below_zero) {
  Cusum cusum;
  cusum.step(-5);
  EXPECT_EQ(cusum.sum, 0);
  cusum.step(1.5);
  cusum.step(1.5);
  EXPECT_DOUBLE_EQ(cusum.sum, 2);
  EXPECT_FALSE(cusum.is_frozen());
  cusum.step(0.6);
  EXPECT_TRUE(cusum.is_frozen());
}

TEST(Cusum, remembers_when_the_change_seems_to_have_begun) {
  Cusum cusum;
  for (const double z : {1.0, -3.0, 1.0, 1.0, 1.0}) {
    cusum.step(z);
  }
  EXPECT_EQ(cusum.steps_up, 3);
  cusum.step(-9);
  EXPECT_EQ(cusum.steps_up, 0);
}

TEST(Prewhitener, makes_autoregressive_days_independent_with_unit_variance) {
  Rng rng(31);
  Prewhitener whitener;
  PooledAutocorrelation before;
  PooledAutocorrelation after;
  double z = rng.normal();
  double previous = z;
  double previous_white = 0;
  double squares = 0;
  constexpr int steps = 50'000;
  for (int i = 0; i < steps; ++i) {
    const double white = whitener.step(z, 0.3);
    before.add(previous, z);
    after.add(previous_white, white);
    squares += white * white / steps;
    previous = z;
    previous_white = white;
    z = 0.3 * z + std::sqrt(1 - 0.09) * rng.normal();
  }
  EXPECT_NEAR(before.rho(), 0.3, 0.02);
  EXPECT_NEAR(after.rho(), 0, 0.02);
  EXPECT_NEAR(squares, 1, 0.02);
}

TEST(Prewhitener, passes_the_first_day_as_it_is) {
  Prewhitener whitener;
  EXPECT_EQ(whitener.step(1.7, 0.5), 1.7);
}

TEST(PooledAutocorrelation, is_clipped_and_zero_without_data) {
  PooledAutocorrelation none;
  EXPECT_EQ(none.rho(), 0);
  PooledAutocorrelation same;
  same.add(2, 2);
  EXPECT_EQ(same.rho(), 0.6);
  PooledAutocorrelation opposite;
  opposite.add(2, -2);
  EXPECT_EQ(opposite.rho(), 0);
}

TEST(CusumThreshold, siegmund_s_formula_agrees_with_simulation) {
  const std::vector<double> z = normals(400'000, 8);
  const double h = cusum_threshold_normal(1000);
  EXPECT_NEAR(cusum_run_length(z, h) / 1000, 1, 0.15);
}

TEST(CusumThreshold, is_measured_where_the_data_are_long_enough) {
  const std::vector<double> z = normals(200'000, 9);
  const double h = cusum_threshold(z, 2000);
  EXPECT_NEAR(cusum_run_length(z, h) / 2000, 1, 0.1);
}

TEST(CusumThreshold, is_continued_where_the_data_are_too_short) {
  // 46 peers for two months: 2 760 days, asked for one alarm in 8 000.
  const double h = cusum_threshold(normals(2760, 10), 8000);
  const double truth = cusum_run_length(normals(2'000'000, 11), h);
  EXPECT_GT(truth, 8000.0 / 4);
  EXPECT_LT(truth, 8000.0 * 4);
}

TEST(CusumThreshold, is_higher_for_a_role_whose_days_hang_together) {
  std::vector<double> sticky = normals(100'000, 12);
  for (std::size_t i = 1; i < sticky.size(); ++i) {
    sticky[i] = 0.3 * sticky[i - 1] + std::sqrt(1 - 0.09) * sticky[i];
  }
  EXPECT_GT(cusum_threshold(sticky, 2000), cusum_threshold(normals(100'000, 12), 2000) + 1);
}

TEST(CusumThreshold, falls_back_to_the_formula_without_data) {
  EXPECT_EQ(cusum_threshold({}, 8000), cusum_threshold_normal(8000));
  const std::vector<double> silent(1000, -9);
  EXPECT_LE(cusum_threshold(silent, 8000), 40);
  EXPECT_GE(cusum_threshold(silent, 8000), 2);
}

TEST(CusumP, is_one_over_the_run_length_and_falls_with_the_sum) {
  EXPECT_NEAR(cusum_p(cusum_threshold_normal(8000)) * 8000, 1, 0.01);
  EXPECT_EQ(cusum_p(-1), cusum_p(0));
  EXPECT_LE(cusum_p(0), 0.5);
  EXPECT_LT(cusum_p(12), cusum_p(8));
  EXPECT_GT(cusum_p(1e9), 0);
}

TEST(EValue, has_mean_one_under_the_null) {
  // ∫ e(p) dp over (0, 1), by substitution p = e^(-t): ∫ e(e^-t) e^-t dt; the tail ~ 1/t² is added.
  double sum = 0;
  constexpr double step = 0.001;
  for (int i = 0; i < 600'000; ++i) {
    const double t = (i + 0.5) * step;
    sum += std::exp(log_e_value(std::exp(-t)) - t) * step;
  }
  EXPECT_NEAR(sum + 1.0 / 600, 1, 1e-3);
}

TEST(EValue, agrees_with_its_formula_and_its_limit) {
  for (const double p : {0.9, 0.5, 0.01, 1e-6}) {
    const double log_p = std::log(p);
    EXPECT_NEAR(std::exp(log_e_value(p)), (1 - p + p * log_p) / (p * log_p * log_p), 1e-6 / p);
  }
  EXPECT_DOUBLE_EQ(std::exp(log_e_value(1)), 0.5);
  EXPECT_NEAR(log_e_value(std::exp(-0.00999)), log_e_value(std::exp(-0.01001)), 1e-4);
  EXPECT_TRUE(std::isfinite(log_e_value(0)));
}

TEST(EDetector, follows_its_recursion) {
  EDetector detector;
  double m = 0;
  for (const double p : {0.4, 0.01, 0.9, 1e-5, 0.3}) {
    detector.step(p, 0.9);
    m = (m * 0.9 + 1) * std::exp(log_e_value(p));
    EXPECT_NEAR(detector.log_m(), std::log(m), 1e-12);
  }
  EXPECT_EQ(EDetector{}.log_m(), -largest_surprise);
}

TEST(EDetector, does_not_overflow_however_long_the_attack) {
  EDetector detector;
  for (int i = 0; i < 100'000; ++i) {
    detector.step(0);
  }
  EXPECT_TRUE(std::isfinite(detector.log_m()));
  EXPECT_TRUE(detector.alarms(1e-300));
}

TEST(EDetector, alarms_at_one_over_alpha) {
  EDetector detector;
  detector.log_one_plus_m = std::log(1 + 999.0);
  EXPECT_FALSE(detector.alarms(1e-3));
  detector.log_one_plus_m = std::log(1 + 1001.0);
  EXPECT_TRUE(detector.alarms(1e-3));
}

TEST(Drift, states_survive_a_round_trip) {
  EXPECT_EQ(test::round_trip(Cusum{1.5, 4}), (Cusum{1.5, 4}));
  EXPECT_EQ(test::round_trip(EDetector{2.5}), EDetector{2.5});
  Prewhitener whitener{0.5, true};
  Prewhitener restored = test::round_trip(whitener);
  EXPECT_EQ(restored.step(1, 0.3), whitener.step(1, 0.3));
  EXPECT_EQ(test::round_trip(PooledAutocorrelation{1, 4}).rho(), 0.25);
}

}  // namespace
}  // namespace centinela::stats
