#include "centinela/stats/pareto_tail.h"

#include "centinela/base/rng.h"
#include "centinela/stats/special.h"

#include "archive.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace centinela::stats {
namespace {

std::vector<double> sample(const ParetoTail& truth, std::size_t n, std::uint64_t seed) {
  Rng rng(seed);
  std::vector<double> scores(n);
  for (double& score : scores) {
    score = truth.quantile(truth.share * (1 - rng.uniform()));
  }
  std::sort(scores.begin(), scores.end());
  return scores;
}

TEST(ParetoTail, survival_and_quantile_undo_one_another) {
  for (const double shape : {-0.5, -0.2, 0.0, 1e-10, 0.2, 0.5}) {
    const ParetoTail tail{3, shape, 1.5, 0.02};
    for (const double p : {0.02, 1e-3, 1e-6}) {
      EXPECT_NEAR(tail.survival(tail.quantile(p)) / p, 1, 1e-9) << shape << " " << p;
    }
  }
}

TEST(ParetoTail, is_exponential_at_shape_zero_without_a_jump) {
  const ParetoTail zero{0, 0, 2, 1};
  EXPECT_NEAR(zero.survival(6), std::exp(-3), 1e-15);
  EXPECT_NEAR(ParetoTail(0, 1e-7, 2, 1).survival(6), zero.survival(6), 1e-6);
  EXPECT_NEAR(ParetoTail(0, -1e-7, 2, 1).survival(6), zero.survival(6), 1e-6);
}

TEST(ParetoTail, beyond_its_end_is_the_smallest_p_not_zero) {
  const ParetoTail ends{0, -0.5, 1, 0.02};
  EXPECT_EQ(ends.survival(2), smallest_p);
  EXPECT_EQ(ends.survival(1e9), smallest_p);
  EXPECT_EQ(ends.survival(-4), 0.02);
}

TEST(ParetoTail, fit_recovers_a_known_tail) {
  for (const double shape : {-0.3, 0.0, 0.25}) {
    const ParetoTail truth{2, shape, 1.3, 0.02};
    const ParetoTail found = fit_pareto_tail(sample(truth, 20'000, 17), 2, 1e6);
    EXPECT_NEAR(found.shape, shape, 0.03);
    EXPECT_NEAR(found.scale, 1.3, 0.05);
    EXPECT_NEAR(found.share, 0.02, 1e-12);
  }
}

TEST(ParetoTail, fit_is_unbiased_enough_at_the_size_a_calibrator_has) {
  // 82 excesses, the tail of 4 096 scores: how often the threshold of 1e-3 is really exceeded.
  const ParetoTail truth{2, 0, 1, 0.02};
  double realised = 0;
  constexpr int rounds = 300;
  for (int round = 0; round < rounds; ++round) {
    const auto seed = static_cast<std::uint64_t>(1000 + round);
    const ParetoTail found = fit_pareto_tail(sample(truth, 82, seed), 2, 4096);
    realised += truth.survival(found.quantile(1e-3)) / 1e-3 / rounds;
  }
  EXPECT_GT(realised, 0.8);
  EXPECT_LT(realised, 1.25);
}

TEST(ParetoTail, fit_clips_the_shape_and_keeps_the_mean) {
  // Excesses of a tail far heavier than any score's.
  std::vector<double> wild{1, 1.1, 1.2, 1.3, 1.4, 500};
  const ParetoTail heavy = fit_pareto_tail(wild, 0, 300);
  EXPECT_EQ(heavy.shape, 0.5);
  EXPECT_NEAR(heavy.scale / (1 - heavy.shape), (1 + 1.1 + 1.2 + 1.3 + 1.4 + 500) / 6, 1e-9);
  const std::vector<double> equal(40, 7.0);
  const ParetoTail flat = fit_pareto_tail(equal, 5, 2000);
  EXPECT_EQ(flat.shape, -0.5);
  EXPECT_GT(flat.scale, 0);
  EXPECT_GT(flat.survival(6), flat.survival(6.5));
}

TEST(ParetoTail, refuses_to_fit_a_single_score) {
  const std::vector<double> one{4};
  EXPECT_DEATH((void)fit_pareto_tail(one, 2, 100), "size\\(\\) >= 2");
}

TEST(ParetoTail, survives_a_round_trip) {
  const ParetoTail tail{3, 0.1, 1.5, 0.02};
  EXPECT_EQ(test::round_trip(tail), tail);
}

}  // namespace
}  // namespace centinela::stats
