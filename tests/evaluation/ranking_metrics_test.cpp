#include "evaluation/ranking_metrics.h"

#include "centinela/base/rng.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace centinela::evaluation {
namespace {

using Labels = std::vector<std::uint8_t>;

RankingMetrics metrics_of(const std::vector<double>& scores, const Labels& labels) {
  return ranking_metrics(scores, labels).value();
}

TEST(RankingMetrics, of_a_perfect_order_are_one) {
  const auto metrics = metrics_of({4, 3, 2, 1}, {1, 1, 0, 0});
  EXPECT_EQ(metrics.auroc, 1);
  EXPECT_EQ(metrics.average_precision, 1);
}

TEST(RankingMetrics, of_a_reversed_order_are_zero_and_the_mean_of_late_precisions) {
  const auto metrics = metrics_of({1, 2, 3, 4}, {1, 1, 0, 0});
  EXPECT_EQ(metrics.auroc, 0);
  EXPECT_DOUBLE_EQ(metrics.average_precision, (1.0 / 3 + 2.0 / 4) / 2);
}

TEST(RankingMetrics, of_scores_that_are_all_equal_are_a_half_and_the_base_rate) {
  const auto metrics = metrics_of({7, 7, 7, 7}, {1, 0, 0, 0});
  EXPECT_EQ(metrics.auroc, 0.5);
  EXPECT_EQ(metrics.average_precision, 0.25);
}

TEST(RankingMetrics, count_a_block_of_ties_once_whatever_its_order) {
  const auto one = metrics_of({3, 2, 2, 2, 1}, {0, 1, 0, 1, 0});
  const auto other = metrics_of({3, 2, 2, 2, 1}, {0, 1, 1, 0, 0});
  EXPECT_EQ(one.auroc, other.auroc);
  EXPECT_EQ(one.average_precision, other.average_precision);
  EXPECT_DOUBLE_EQ(one.auroc, 3.0 / 6);
  EXPECT_DOUBLE_EQ(one.average_precision, 2.0 / 4);
}

// By its definition: how often an anomaly scores above a normal row, over all pairs.
double pairwise_auroc(const std::vector<double>& scores, const Labels& labels) {
  double above = 0;
  double pairs = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    for (std::size_t j = 0; j < scores.size(); ++j) {
      if (labels[i] == 1 && labels[j] == 0) {
        above += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
        pairs += 1;
      }
    }
  }
  return above / pairs;
}

TEST(RankingMetrics, agree_with_the_count_over_all_pairs) {
  Rng rng(12);
  for (int round = 0; round < 50; ++round) {
    std::vector<double> scores;
    Labels labels{0, 1};
    scores.assign({0.0, 1.0});
    for (int i = 0; i < 60; ++i) {
      scores.push_back(static_cast<double>(rng.below(10)));
      labels.push_back(static_cast<std::uint8_t>(rng.below(4) == 0 ? 1 : 0));
    }
    EXPECT_NEAR(metrics_of(scores, labels).auroc, pairwise_auroc(scores, labels), 1e-12);
  }
}

TEST(RankingMetrics, refuse_what_has_no_ranking) {
  const std::vector<double> scores{1, 2};
  EXPECT_FALSE(ranking_metrics(scores, Labels{1}).has_value());
  EXPECT_FALSE(ranking_metrics(scores, Labels{1, 1}).has_value());
  EXPECT_FALSE(ranking_metrics(scores, Labels{0, 0}).has_value());
  EXPECT_FALSE(ranking_metrics(scores, Labels{0, 2}).has_value());
  const std::vector<double> with_nan{1, std::numeric_limits<double>::quiet_NaN()};
  EXPECT_FALSE(ranking_metrics(with_nan, Labels{0, 1}).has_value());
  EXPECT_FALSE(ranking_metrics({}, {}).has_value());
}

}  // namespace
}  // namespace centinela::evaluation
