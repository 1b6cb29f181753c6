#include "centinela/forest/scoring.h"

#include "centinela/forest/average_path.h"

#include "forest/forest_builder.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace centinela::forest {
namespace {

double score_of(const Forest& forest, const std::vector<float>& row) {
  double score = 0;
  anomaly_scores(forest, row, std::span(&score, 1));
  return score;
}

TEST(AnomalyScores, are_two_to_the_minus_path_length_over_its_expectation) {
  const Forest forest = Forest::build(stump()).value();
  const double c4 = average_path_length(4);
  EXPECT_DOUBLE_EQ(score_of(forest, {0, 0}), std::exp2(-(1 + average_path_length(3)) / c4));
  EXPECT_DOUBLE_EQ(score_of(forest, {1, 0}), std::exp2(-1 / c4));
}

TEST(AnomalyScores, send_a_value_equal_to_the_threshold_to_the_left) {
  const Forest forest = Forest::build(stump()).value();
  EXPECT_EQ(score_of(forest, {0.5F, 0}), score_of(forest, {0, 0}));
  EXPECT_EQ(score_of(forest, {std::nextafter(0.5F, 1.0F), 0}), score_of(forest, {1, 0}));
}

TEST(AnomalyScores, count_a_missing_value_as_larger_than_all) {
  const Forest forest = Forest::build(stump()).value();
  EXPECT_EQ(score_of(forest, {std::numeric_limits<float>::quiet_NaN(), 0}),
            score_of(forest, {std::numeric_limits<float>::infinity(), 0}));
}

TEST(AnomalyScores, are_higher_for_a_row_far_outside) {
  const Forest forest = fit_normal(6);
  const double inside = score_of(forest, std::vector<float>(6, 0.0F));
  const double outside = score_of(forest, std::vector<float>(6, 8.0F));
  EXPECT_LT(inside, 0.45);
  EXPECT_GT(outside, 0.7);
}

TEST(AnomalyScores, do_not_depend_on_the_batch) {
  const Forest forest = fit_normal(9);
  const std::vector<float> rows = normal_rows(150, 9, 31);
  std::vector<double> together(150);
  anomaly_scores(forest, rows, together);
  for (std::size_t r = 0; r < 150; ++r) {
    const std::vector<float> row(rows.begin() + static_cast<std::ptrdiff_t>(r * 9),
                                 rows.begin() + static_cast<std::ptrdiff_t>(r * 9 + 9));
    EXPECT_EQ(score_of(forest, row), together[r]) << "row " << r;
  }
}

TEST(AnomalyScores, of_no_rows_are_none) {
  anomaly_scores(fit_normal(2), std::span<const float>(), std::span<double>());
}

TEST(AnomalyScoresDeathTest, refuse_rows_of_another_width) {
  const Forest forest = fit_normal(2);
  const std::vector<float> rows(3);
  std::vector<double> scores(1);
  EXPECT_DEATH(anomaly_scores(forest, rows, scores), "rows.size");
}

}  // namespace
}  // namespace centinela::forest
