// The members of an ensemble beside the forest, each for itself.
#include "forest/forest_builder.h"
#include "forest/neighbours.h"
#include "forest/robust_shape.h"
#include "forest/standardiser.h"
#include "forest/tail_scale.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace centinela::forest {
namespace {

constexpr float nan = std::numeric_limits<float>::quiet_NaN();

std::vector<float> standardised(const Standardiser& standardiser, std::vector<float> row) {
  std::vector<float> out(row.size());
  standardise(standardiser, row, out);
  return out;
}

TEST(Standardiser, brings_columns_to_mean_zero_and_deviation_one) {
  const std::vector<float> values{1, 10, 3, 10, 5, 10};
  const Standardiser standardiser = fit_standardiser({.values = values, .n_columns = 2});
  const double sigma = std::sqrt(8.0 / 3);
  EXPECT_NEAR(standardised(standardiser, {5, 10})[0], 2 / sigma, 1e-6);
  EXPECT_EQ(standardised(standardiser, {3, 10})[0], 0);
}

TEST(Standardiser, gives_a_constant_column_no_weight) {
  const std::vector<float> values{1, 10, 3, 10};
  const Standardiser standardiser = fit_standardiser({.values = values, .n_columns = 2});
  EXPECT_EQ(standardised(standardiser, {1, 99})[1], 0);
}

TEST(Standardiser, takes_missing_values_for_the_mean) {
  const std::vector<float> values{1, nan, 3};
  const Standardiser standardiser = fit_standardiser({.values = values, .n_columns = 1});
  EXPECT_EQ(standardiser.mean[0], 2);
  EXPECT_EQ(standardised(standardiser, {nan})[0], 0);
  EXPECT_EQ(standardised(standardiser, {std::numeric_limits<float>::infinity()})[0], 0);
}

TEST(Standardiser, keeps_the_largest_float_finite_when_squared) {
  const std::vector<float> values{0, 1, 2};
  const Standardiser standardiser = fit_standardiser({.values = values, .n_columns = 1});
  const float far = standardised(standardiser, {std::numeric_limits<float>::max()})[0];
  EXPECT_TRUE(std::isfinite(far * far));
}

TEST(Neighbours, are_at_distance_zero_from_a_table_of_one_row) {
  const std::vector<float> values{1, 2};
  Rng rng(1);
  const Neighbours neighbours = draw_neighbours({.values = values, .n_columns = 2}, rng);
  EXPECT_EQ(mean_distance(neighbours, values), 0);
  EXPECT_NEAR(mean_distance(neighbours, std::vector<float>{4, 6}), 5, 1e-6);
}

TEST(Neighbours, are_nearer_to_the_middle_than_to_the_outside) {
  const std::vector<float> values = normal_rows(500, 3);
  Rng rng(1);
  const Neighbours neighbours = draw_neighbours({.values = values, .n_columns = 3}, rng);
  EXPECT_LT(mean_distance(neighbours, std::vector<float>{0, 0, 0}),
            mean_distance(neighbours, std::vector<float>{3, 3, 3}));
}

TEST(RobustShape, measures_along_the_correlation_and_not_across_it) {
  Rng rng(11);
  std::vector<float> values;
  for (int i = 0; i < 2000; ++i) {
    const double x = rng.normal();
    values.push_back(static_cast<float>(x));
    values.push_back(static_cast<float>(x + 0.2 * rng.normal()));
  }
  const RobustShape shape = fit_shape({.values = values, .n_columns = 2});
  const double along = squared_distance(shape, std::vector<float>{2, 2});
  const double across = squared_distance(shape, std::vector<float>{2, -2});
  EXPECT_GT(across, 20 * along);
}

TEST(RobustShape, is_not_drawn_to_a_cluster_of_anomalies) {
  std::vector<float> values = normal_rows(900, 2);
  const std::vector<float> clean = values;
  for (int i = 0; i < 100; ++i) {
    values.insert(values.end(), {8, 8});
  }
  const RobustShape shape = fit_shape({.values = values, .n_columns = 2});
  EXPECT_NEAR(shape.centre[0], 0, 0.15);
  EXPECT_GT(squared_distance(shape, std::vector<float>{8, 8}), 50);
}

TEST(RobustShape, bears_constant_and_equal_columns) {
  std::vector<float> values;
  for (int i = 0; i < 50; ++i) {
    const auto x = static_cast<float>(i % 7);
    values.insert(values.end(), {x, x, 0});
  }
  const RobustShape shape = fit_shape({.values = values, .n_columns = 3});
  EXPECT_TRUE(std::isfinite(squared_distance(shape, std::vector<float>{1, 2, 3})));
}

TEST(TailScale, is_minus_the_logarithm_of_the_share_at_or_above) {
  std::vector<double> scores(1024);
  for (std::size_t i = 0; i < scores.size(); ++i) {
    scores[i] = static_cast<double>(i);
  }
  const TailScale scale = fit_tail_scale(scores);
  EXPECT_NEAR(surprisal_bits(scale, 512), 1, 0.01);
  EXPECT_NEAR(surprisal_bits(scale, 768), 2, 0.01);
  // The top rank of 1024, at its middle: half a row.
  EXPECT_NEAR(surprisal_bits(scale, 1023), 11, 1e-9);
}

TEST(TailScale, never_falls_as_the_score_rises) {
  Rng rng(3);
  std::vector<double> scores(3000);
  for (double& score : scores) {
    score = std::floor(rng.exponential() * 50);
  }
  const TailScale scale = fit_tail_scale(scores);
  double before = 0;
  for (double score = -5; score < 2000; score += 0.5) {
    const double bits = surprisal_bits(scale, score);
    ASSERT_GE(bits, before) << score;
    before = bits;
  }
}

TEST(TailScale, goes_on_beyond_the_highest_score_up_to_a_bound) {
  const TailScale scale = fit_tail_scale(std::vector<double>{1, 2, 3, 4});
  EXPECT_GT(surprisal_bits(scale, 5), surprisal_bits(scale, 4));
  EXPECT_EQ(surprisal_bits(scale, 1e300), 1000);
}

TEST(TailScale, of_equal_scores_is_flat) {
  const TailScale scale = fit_tail_scale(std::vector<double>{2, 2, 2});
  EXPECT_EQ(surprisal_bits(scale, 1), 1);
  EXPECT_EQ(surprisal_bits(scale, 2), 1);
  EXPECT_EQ(surprisal_bits(scale, 9), 1);
}

}  // namespace
}  // namespace centinela::forest
