#include "centinela/base/rng.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace centinela {
namespace {

struct Moments {
  double mean = 0;
  double variance = 0;
};

template <class Draw>
Moments moments_of(Draw draw, int n = 40000) {
  double sum = 0;
  double squares = 0;
  for (int i = 0; i < n; ++i) {
    const auto x = static_cast<double>(draw());
    sum += x;
    squares += x * x;
  }
  const double mean = sum / n;
  return {mean, squares / n - mean * mean};
}

TEST(Rng, draws_the_same_numbers_from_the_same_seed_for_ever) {
  Rng rng(1);
  EXPECT_EQ(rng.next(), 0xB3F2AF6D0FC710C5ULL);
  EXPECT_EQ(rng.next(), 0x853B559647364CEAULL);
  Rng other(2);
  EXPECT_NE(Rng(1).next(), other.next());
}

TEST(Rng, draws_uniforms_in_the_half_open_interval) {
  Rng rng(14);
  const Moments of = moments_of([&] {
    const double u = rng.uniform();
    EXPECT_GE(u, 0);
    EXPECT_LT(u, 1);
    return u;
  });
  EXPECT_NEAR(of.mean, 0.5, 0.01);
  EXPECT_NEAR(of.variance, 1.0 / 12, 0.003);
}

TEST(Rng, draws_below_a_bound_without_bias) {
  Rng rng(15);
  std::array<int, 7> counts{};
  constexpr int n = 70000;
  for (int i = 0; i < n; ++i) {
    ++counts[rng.below(7)];
  }
  double chi_squared = 0;
  for (const int count : counts) {
    chi_squared += (count - n / 7.0) * (count - n / 7.0) / (n / 7.0);
  }
  EXPECT_LT(chi_squared, 22.5) << "0.999 quantile with 6 degrees of freedom";
}

TEST(Rng, draws_normals_with_the_right_moments_and_tails) {
  Rng rng(16);
  int beyond = 0;
  const Moments of = moments_of([&] {
    const double z = rng.normal();
    beyond += std::abs(z) > 1.959964 ? 1 : 0;
    return z;
  });
  EXPECT_NEAR(of.mean, 0, 0.02);
  EXPECT_NEAR(of.variance, 1, 0.03);
  EXPECT_NEAR(beyond / 40000.0, 0.05, 0.005);
}

TEST(Rng, draws_exponentials_with_mean_and_variance_one) {
  Rng rng(17);
  const Moments of = moments_of([&] { return rng.exponential(); });
  EXPECT_NEAR(of.mean, 1, 0.03);
  EXPECT_NEAR(of.variance, 1, 0.08);
}

TEST(Rng, draws_gammas_whose_mean_and_variance_are_the_shape) {
  for (const double shape : {0.3, 1.0, 4.5, 60.0}) {
    Rng rng(18);
    const Moments of = moments_of([&] { return rng.gamma(shape); });
    EXPECT_NEAR(of.mean, shape, 0.03 * std::max(shape, 1.0)) << "shape " << shape;
    EXPECT_NEAR(of.variance, shape, 0.08 * std::max(shape, 1.0)) << "shape " << shape;
  }
}

TEST(Rng, draws_poissons_whose_variance_is_their_mean_on_both_sides_of_the_switch) {
  for (const double mean : {0.0, 0.5, 29.0, 31.0, 400.0}) {
    Rng rng(19);
    const Moments of = moments_of([&] { return rng.poisson(mean); });
    EXPECT_NEAR(of.mean, mean, 0.02 * mean + 0.02) << "mean " << mean;
    EXPECT_NEAR(of.variance, mean, 0.05 * mean + 0.02) << "mean " << mean;
  }
}

}  // namespace
}  // namespace centinela
