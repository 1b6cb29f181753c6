#include "centinela/stats/heavy_tail.h"

#include "centinela/base/rng.h"

#include "archive.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace centinela::stats {
namespace {

// Log-normal amounts around 650, as exports are.
std::vector<double> amounts(std::size_t n) {
  Rng rng(4711);
  std::vector<double> values(n);
  for (double& value : values) {
    value = std::exp(std::log(650) + 0.8 * rng.normal());
  }
  return values;
}

LogQuantiles sketch_of(const std::vector<double>& values) {
  LogQuantiles sketch;
  for (const double value : values) {
    sketch.add(value);
  }
  return sketch;
}

TEST(HeavyTail, measures_in_robust_deviations_of_the_logarithm) {
  EXPECT_NEAR(heavy_tail_z(std::expm1(8.0), 6, 0.5), 2 / (1.4826 * 0.5), 1e-12);
  EXPECT_NEAR(heavy_tail_z(std::expm1(6.0), 6, 0.5), 0, 1e-12);
}

TEST(HeavyTail, never_divides_by_a_spread_below_the_floor) {
  EXPECT_NEAR(heavy_tail_z(std::expm1(7.0), 6, 0), 1 / (1.4826 * 0.25), 1e-12);
  EXPECT_TRUE(std::isfinite(heavy_tail_z(-5, 0, 0)));
}

TEST(LogQuantiles, are_within_one_bin_of_the_exact_quantiles) {
  std::vector<double> values = amounts(5000);
  const LogQuantiles sketch = sketch_of(values);
  std::sort(values.begin(), values.end());
  for (const double p : {0.01, 0.1, 0.5, 0.9, 0.99}) {
    const double exact = values[static_cast<std::size_t>(p * 5000)];
    EXPECT_NEAR(std::log1p(sketch.quantile(p)), std::log1p(exact), LogQuantiles::bin_width) << p;
  }
}

TEST(LogQuantiles, mad_agrees_with_the_exact_one) {
  std::vector<double> logs = amounts(5000);
  const LogQuantiles sketch = sketch_of(logs);
  for (double& value : logs) {
    value = std::log1p(value);
  }
  std::sort(logs.begin(), logs.end());
  const double median = logs[2500];
  for (double& value : logs) {
    value = std::abs(value - median);
  }
  std::sort(logs.begin(), logs.end());
  EXPECT_NEAR(sketch.median_log(), median, 0.03);
  EXPECT_NEAR(sketch.mad_log(), logs[2500], 0.03);
}

TEST(LogQuantiles, see_an_export_far_outside_as_the_design_says) {
  const LogQuantiles sketch = sketch_of(amounts(200));
  EXPECT_GT(sketch.z(48'000), 4);
  EXPECT_LT(std::abs(sketch.z(650)), 0.5);
}

TEST(LogQuantiles, rank_undoes_quantile) {
  const LogQuantiles sketch = sketch_of(amounts(1000));
  for (const double p : {0.05, 0.5, 0.95}) {
    EXPECT_NEAR(sketch.rank(sketch.quantile(p)), p, 1e-9);
  }
  EXPECT_EQ(sketch.rank(1e30), 1);
}

TEST(LogQuantiles, merge_as_if_all_had_been_added_to_one) {
  const std::vector<double> values = amounts(300);
  LogQuantiles left = sketch_of({values.begin(), values.begin() + 100});
  left.merge(sketch_of({values.begin() + 100, values.end()}));
  EXPECT_EQ(left, sketch_of(values));
}

TEST(LogQuantiles, forget_the_past_at_the_rate_asked) {
  LogQuantiles sketch;
  sketch.add(10, 100);
  sketch.decay(0.5);
  EXPECT_DOUBLE_EQ(sketch.total(), 50);
  sketch.add(100'000, 51);
  EXPECT_GT(sketch.quantile(0.5), 50'000);
  for (int i = 0; i < 60; ++i) {
    sketch.decay(0.5);
  }
  EXPECT_TRUE(sketch.empty());
}

TEST(LogQuantiles, answer_zero_when_empty_and_stay_finite_at_the_ends) {
  const LogQuantiles empty;
  EXPECT_EQ(empty.quantile(0.5), 0);
  EXPECT_EQ(empty.mad_log(), 0);
  EXPECT_EQ(empty.rank(5), 0);
  EXPECT_TRUE(std::isfinite(empty.z(1e18)));
  LogQuantiles ends;
  ends.add(-4);
  ends.add(1e300);
  EXPECT_EQ(ends.total(), 2);
  EXPECT_TRUE(std::isfinite(ends.quantile(1)));
  EXPECT_TRUE(std::isfinite(ends.mad_log()));
}

TEST(LogQuantiles, survive_a_round_trip) {
  const LogQuantiles sketch = sketch_of(amounts(50));
  EXPECT_EQ(test::round_trip(sketch), sketch);
}

}  // namespace
}  // namespace centinela::stats
