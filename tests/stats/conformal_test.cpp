#include "centinela/stats/conformal.h"

#include "centinela/base/rng.h"
#include "centinela/stats/special.h"

#include "archive.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace centinela::stats {
namespace {

ScoreCalibrator fed(std::size_t n, double inflation, std::uint64_t seed) {
  Rng rng(seed);
  ScoreCalibrator calibrator;
  for (std::size_t i = 0; i < n; ++i) {
    calibrator.add(rng.exponential() + std::log(inflation));
  }
  return calibrator;
}

TEST(ScoreCalibrator, believes_the_analytic_p_before_it_has_seen_anything) {
  const ScoreCalibrator fresh;
  EXPECT_DOUBLE_EQ(fresh.p_value(2), std::exp(-2));
  EXPECT_DOUBLE_EQ(fresh.p_value(0), 1);
  EXPECT_EQ(fresh.inflation(), 1);
}

TEST(ScoreCalibrator, ranks_conservatively_within_its_scores) {
  ScoreCalibrator calibrator;
  Rng rng(3);
  std::vector<double> scores;
  for (int i = 0; i < 4000; ++i) {
    scores.push_back(rng.exponential());
    calibrator.add(scores.back());
  }
  // The last few wait for the next refit.
  ASSERT_GE(calibrator.size(), 3900U);
  ASSERT_LE(calibrator.size(), scores.size());
  const std::vector<double> read(scores.begin(),
                                 scores.begin() + static_cast<std::ptrdiff_t>(calibrator.size()));
  for (const double score : {0.1, 0.7, 2.0, 3.5}) {
    const auto at_least =
        std::count_if(read.begin(), read.end(), [&](double value) { return value >= score; });
    EXPECT_DOUBLE_EQ(calibrator.p_value(score),
                     static_cast<double>(at_least + 1) / static_cast<double>(read.size() + 1));
  }
}

TEST(ScoreCalibrator, counts_every_tie_against_the_new_score) {
  ScoreCalibrator calibrator;
  for (int i = 0; i < 2000; ++i) {
    calibrator.add(i % 2 == 0 ? 0.0 : 1.0);
  }
  EXPECT_NEAR(calibrator.ranking_p(1, 1), 0.5, 0.05);
  EXPECT_EQ(calibrator.p_value(0), 1);
}

TEST(ScoreCalibrator, continues_beyond_its_scores_with_a_fitted_tail) {
  const ScoreCalibrator calibrator = fed(4096, 1, 6);
  ASSERT_TRUE(calibrator.has_tail());
  EXPECT_NEAR(std::log(calibrator.p_value(9)), -9, 1.5);
  EXPECT_LT(calibrator.p_value(9.5), calibrator.p_value(9));
}

TEST(ScoreCalibrator, measures_how_far_the_analytic_p_is_off) {
  // Scores too large by ln 5: p = e^-s claims five times too much, with and without a fitted tail.
  EXPECT_NEAR(fed(800, 5, 7).inflation(), 5, 1.5);
  EXPECT_FALSE(fed(800, 5, 7).has_tail());
  EXPECT_NEAR(fed(4096, 5, 7).inflation(), 5, 1.5);
  EXPECT_NEAR(fed(800, 5, 7).p_value(7) / (5 * std::exp(-7)), 1, 0.5);
}

TEST(ScoreCalibrator, keeps_the_analytic_tail_below_thirty_distinct_excesses) {
  ScoreCalibrator coarse;
  for (int i = 0; i < 4096; ++i) {
    coarse.add(static_cast<double>(i % 40));
  }
  EXPECT_FALSE(coarse.has_tail());
  const double end = coarse.ranking_p(39, 1);
  EXPECT_LT(coarse.ranking_p(41, std::exp(-41)), end * std::exp(-1.5));
}

TEST(ScoreCalibrator, has_no_end_behind_which_everything_is_impossible) {
  // Excesses that are cut off fit best a tail with an end.
  ScoreCalibrator cut;
  for (int i = 0; i < 4096; ++i) {
    cut.add(i % 50 == 0 ? 4 + static_cast<double>(i) / 4096 : static_cast<double>(i % 4000) / 1000);
  }
  ASSERT_TRUE(cut.has_tail());
  EXPECT_GE(cut.tail().shape, 0);
  EXPECT_GT(cut.ranking_p(12, std::exp(-12)), 1e-30);
}

TEST(ScoreCalibrator, never_rises_with_the_score_and_stays_in_range) {
  for (const std::size_t n : {0U, 10U, 29U, 30U, 99U, 500U, 1499U, 1600U, 9000U}) {
    const ScoreCalibrator calibrator = fed(n, 2, n + 1);
    double before = 1;
    for (int step = 0; step < 2000; ++step) {
      const double score = step * 0.03;
      const double p = calibrator.p_value(score);
      EXPECT_LE(p, before * (1 + 1e-12)) << n << " " << score;
      EXPECT_GE(p, calibrator.floor());
      before = p;
    }
  }
}

TEST(ScoreCalibrator, says_nothing_rarer_than_its_scores_support) {
  const ScoreCalibrator calibrator = fed(8000, 1, 12);
  EXPECT_DOUBLE_EQ(calibrator.floor(), 1 / (100 * (4096 + 1.0)));
  EXPECT_EQ(calibrator.p_value(600), calibrator.floor());
  EXPECT_LT(calibrator.ranking_p(600, 1), calibrator.floor());
  EXPECT_DOUBLE_EQ(ScoreCalibrator{}.floor(), 1 / (100 * 1001.0));
}

TEST(ScoreCalibrator, a_young_one_leans_on_the_stratum_above) {
  const ScoreCalibrator young = fed(50, 1, 14);
  EXPECT_GT(young.p_value(8, 1e-2), young.p_value(8, 1e-4));
  const ScoreCalibrator grown = fed(4096, 1, 14);
  EXPECT_EQ(grown.p_value(8, 1e-2), grown.p_value(8, 1e-4));
}

TEST(ScoreCalibrator, forgets_scores_older_than_its_capacity) {
  ScoreCalibrator calibrator = fed(4096, 50, 15);
  EXPECT_GT(calibrator.p_value(5), 0.1);
  Rng rng(16);
  for (int i = 0; i < 4300; ++i) {
    calibrator.add(rng.exponential());
  }
  EXPECT_NEAR(calibrator.p_value(5) / std::exp(-5), 1, 0.4);
  EXPECT_EQ(calibrator.size(), 4096U);
}

TEST(ScoreCalibrator, exchanging_scores_agrees_with_sorting_them_all_again) {
  // A restored calibrator sorts from scratch; the running one merges.
  CalibratorOptions small;
  small.capacity = 200;
  ScoreCalibrator running(small);
  Rng rng(18);
  for (int i = 0; i < 2000; ++i) {
    running.add(std::floor(4 * rng.exponential()) / 4);
    const ScoreCalibrator restored = test::round_trip(running);
    for (const double score : {0.25, 1.0, 3.0, 9.0}) {
      ASSERT_EQ(restored.ranking_p(score, 0.5), running.ranking_p(score, 0.5)) << i;
    }
  }
}

TEST(ScoreCalibrator, a_restored_one_goes_on_bit_for_bit) {
  ScoreCalibrator running = fed(5003, 1, 20);
  ScoreCalibrator restored = test::round_trip(running);
  EXPECT_EQ(test::saved(restored), test::saved(running));
  Rng rng(21);
  for (int i = 0; i < 300; ++i) {
    const double score = rng.exponential();
    ASSERT_EQ(restored.p_value(score), running.p_value(score));
    restored.add(score);
    running.add(score);
  }
  EXPECT_EQ(test::saved(restored), test::saved(running));
}

TEST(ScoreCalibrator, clamps_scores_that_are_no_surprise) {
  ScoreCalibrator calibrator;
  for (const double score : {-5.0, std::nan(""), 1e300}) {
    calibrator.add(score);
  }
  EXPECT_EQ(calibrator.size(), 3U);
  EXPECT_EQ(calibrator.p_value(-1), 1);
  EXPECT_EQ(calibrator.p_value(std::nan("")), 1);
}

TEST(ScoreCalibrator, does_not_trust_stored_scores_to_be_numbers) {
  const ScoreCalibrator calibrator = fed(300, 1, 22);
  std::string bytes = test::saved(calibrator);
  for (std::size_t i = 60; i < 1000; ++i) {
    bytes[i] = static_cast<char>(0xFF);
  }
  test::ReadArchive archive(bytes);
  ScoreCalibrator restored;
  restored.describe(archive);
  EXPECT_GT(restored.p_value(3), 0);
  EXPECT_LE(restored.p_value(3), 1);
}

TEST(ScoreCalibrator, refuses_options_that_make_no_sense) {
  CalibratorOptions tiny;
  tiny.capacity = 5;
  EXPECT_DEATH((void)ScoreCalibrator(tiny), "capacity >= 100");
  CalibratorOptions no_tail;
  no_tail.tail_from = 1;
  EXPECT_DEATH((void)ScoreCalibrator(no_tail), "tail_from < 1");
}

}  // namespace
}  // namespace centinela::stats
