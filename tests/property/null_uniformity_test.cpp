// Under the null every p-value is uniform: the one property that all the rest leans on.
#include "centinela/base/hash.h"
#include "centinela/stats/combine.h"
#include "centinela/stats/conformal.h"

#include "null_model.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <vector>

namespace centinela::stats {
namespace {

constexpr std::uint64_t seed = 20'260'301;
constexpr int draws = 20'000;
// A uniform sample falls below this once in a thousand runs; the seeds are fixed.
constexpr double smallest_uniformity = 1e-3;

TEST(NullUniformity, of_the_negative_binomial_s_randomised_pit) {
  for (const NegativeBinomial nb : {NegativeBinomial{0.05, 0.5},
                                    NegativeBinomial{3, 0.2},
                                    NegativeBinomial{40, 0.1},
                                    NegativeBinomial{200, 0}}) {
    Rng rng(seed);
    std::vector<double> p_values;
    for (int i = 0; i < draws; ++i) {
      // V comes from a hash of the position, as in production.
      const double v = unit_interval(mix64(seed + static_cast<std::uint64_t>(i)));
      p_values.push_back(nb.randomised_pit_upper(test::draw(nb, rng), v));
    }
    EXPECT_GT(test::uniformity_p(p_values), smallest_uniformity) << nb.mean << " seed " << seed;
  }
}

TEST(NullUniformity, of_the_beta_binomial_s_randomised_pit) {
  for (const BetaBinomial model :
       {BetaBinomial{46, 1.5, 48.5}, BetaBinomial{8, 0.5, 4}, BetaBinomial{300, 5, 5}}) {
    Rng rng(seed);
    std::vector<double> p_values;
    for (int i = 0; i < draws / 4; ++i) {
      p_values.push_back(model.randomised_pit_upper(test::draw(model, rng), rng.uniform()));
    }
    EXPECT_GT(test::uniformity_p(p_values), smallest_uniformity) << model.trials << " " << seed;
  }
}

TEST(NullUniformity, mid_p_is_conservative_for_rare_counts_and_exact_on_average) {
  const NegativeBinomial nb{3, 0.2};
  Rng rng(seed);
  double mean = 0;
  for (int i = 0; i < draws; ++i) {
    mean += nb.p_above_mid(test::draw(nb, rng)) / draws;
  }
  EXPECT_NEAR(mean, 0.5, 0.01);
}

// Scores whose analytic p is wrong: too small by a factor, and with a heavier tail.
double null_score(Rng& rng) {
  const double e = rng.exponential();
  return 0.8 + 1.2 * e + 0.03 * e * e;
}

TEST(NullUniformity, of_calibrated_scores_whose_analytic_p_is_wrong) {
  Rng rng(seed);
  ScoreCalibrator calibrator;
  for (int i = 0; i < 5000; ++i) {
    calibrator.add(null_score(rng));
  }
  std::vector<double> analytic;
  std::vector<double> calibrated;
  for (int i = 0; i < draws; ++i) {
    const double score = null_score(rng);
    analytic.push_back(std::exp(-score));
    calibrated.push_back(calibrator.p_value(score));
    calibrator.add(score);
  }
  EXPECT_GT(test::uniformity_p(calibrated), smallest_uniformity) << seed;
  EXPECT_LT(test::uniformity_p(analytic), 1e-12);
}

TEST(NullUniformity, of_a_young_calibrator_s_p_is_close) {
  // 60 scores each, many strata: between the analytic p and the rank, never far below the truth.
  Rng rng(seed);
  double exceeded = 0;
  constexpr int strata = 2000;
  for (int stratum = 0; stratum < strata; ++stratum) {
    ScoreCalibrator calibrator;
    for (int i = 0; i < 60; ++i) {
      calibrator.add(rng.exponential());
    }
    for (int i = 0; i < 10; ++i) {
      exceeded += calibrator.p_value(rng.exponential()) <= 0.01 ? 1 : 0;
    }
  }
  EXPECT_NEAR(exceeded / (strata * 10) / 0.01, 1, 0.3) << seed;
}

TEST(NullUniformity, of_sidak_and_fisher_over_independent_p) {
  Rng rng(seed);
  std::vector<double> smallest;
  std::vector<double> summed;
  for (int i = 0; i < draws; ++i) {
    const std::array<double, 4> p{rng.uniform(), rng.uniform(), rng.uniform(), rng.uniform()};
    smallest.push_back(sidak(*std::min_element(p.begin(), p.end()), 4));
    summed.push_back(fisher_p(fisher_sum(p), 4));
  }
  EXPECT_GT(test::uniformity_p(smallest), smallest_uniformity) << seed;
  EXPECT_GT(test::uniformity_p(summed), smallest_uniformity) << seed;
}

TEST(NullUniformity, capped_cauchy_holds_its_level_whatever_the_dependence) {
  constexpr int rounds = 200'000;
  for (const double shared : {0.0, 0.7, 1.0}) {
    Rng rng(seed);
    double exceeded = 0;
    for (int i = 0; i < rounds; ++i) {
      const double common = rng.normal();
      std::array<double, 5> p{};
      for (double& value : p) {
        const double z = shared * common + std::sqrt(1 - shared * shared) * rng.normal();
        value = 0.5 * std::erfc(z / std::sqrt(2.0));
      }
      const std::array<double, 5> weights{1, 1, 1, 1, 1};
      exceeded += capped_cauchy(p, weights) <= 1e-3 ? 1 : 0;
    }
    EXPECT_LT(exceeded / rounds / 1e-3, 1.3) << shared << " seed " << seed;
    EXPECT_GT(exceeded / rounds / 1e-3, 0.3) << shared << " seed " << seed;
  }
}

}  // namespace
}  // namespace centinela::stats
