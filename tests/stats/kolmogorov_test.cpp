#include "centinela/stats/kolmogorov.h"

#include "centinela/base/rng.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace centinela::stats {
namespace {

std::vector<double> uniforms(std::size_t n, Rng& rng) {
  std::vector<double> values(n);
  for (double& value : values) {
    value = rng.uniform();
  }
  std::sort(values.begin(), values.end());
  return values;
}

TEST(Kolmogorov, distance_of_evenly_spaced_values_is_half_a_step) {
  const std::vector<double> even{0.125, 0.375, 0.625, 0.875};
  EXPECT_DOUBLE_EQ(ks_distance_uniform(even), 0.125);
  EXPECT_EQ(ks_distance_uniform({}), 0);
  const std::vector<double> packed{0.9, 0.9, 0.9};
  EXPECT_DOUBLE_EQ(ks_distance_uniform(packed), 0.9);
}

TEST(Kolmogorov, two_sample_distance_agrees_with_counting) {
  const std::vector<double> a{1, 2, 2, 3};
  const std::vector<double> b{2, 4};
  // After 3: all of a, half of b.
  EXPECT_DOUBLE_EQ(ks_distance(a, b), 0.5);
  EXPECT_DOUBLE_EQ(ks_distance(b, a), 0.5);
  EXPECT_EQ(ks_distance(a, a), 0);
  EXPECT_EQ(ks_distance(a, {}), 0);
  EXPECT_DOUBLE_EQ(ks_effective_size(4, 2), 8.0 / 6);
}

TEST(Kolmogorov, p_agrees_with_the_published_critical_values) {
  // Asymptotic: P(√n D > 1.3581) = 0.05, 1.6276 -> 0.01, 0.8276 -> 0.5.
  const double n = 1e12;
  EXPECT_NEAR(kolmogorov_p(1.3581 / 1e6, n), 0.05, 1e-4);
  EXPECT_NEAR(kolmogorov_p(1.6276 / 1e6, n), 0.01, 1e-4);
  EXPECT_NEAR(kolmogorov_p(0.8276 / 1e6, n), 0.5, 1e-3);
  // The two series meet.
  EXPECT_NEAR(kolmogorov_p(1.17999 / 1e6, n), kolmogorov_p(1.18001 / 1e6, n), 1e-4);
}

TEST(Kolmogorov, p_is_in_range_and_falls_with_the_distance) {
  double before = 1;
  for (int percent = 0; percent <= 100; ++percent) {
    const double p = kolmogorov_p(percent / 100.0, 60);
    EXPECT_GT(p, 0);
    EXPECT_LE(p, before);
    before = p;
  }
  EXPECT_EQ(kolmogorov_p(0.3, 0), 1);
}

TEST(Kolmogorov, p_is_uniform_under_the_null_at_sixty_gaps) {
  Rng rng(2024);
  std::vector<double> p_values;
  for (int i = 0; i < 1000; ++i) {
    const std::vector<double> a = uniforms(60, rng);
    p_values.push_back(kolmogorov_p(ks_distance_uniform(a), 60));
  }
  std::sort(p_values.begin(), p_values.end());
  EXPECT_LT(ks_distance_uniform(p_values), 0.06);
}

}  // namespace
}  // namespace centinela::stats
