#include "centinela/forest/scoring.h"

#include "forest/forest_builder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace centinela::forest {
namespace {

std::size_t top(const std::vector<double>& shares) {
  return static_cast<std::size_t>(std::max_element(shares.begin(), shares.end()) - shares.begin());
}

TEST(PathCredits, add_up_to_the_logarithm_of_the_score) {
  const Forest forest = fit_normal(7);
  const std::vector<float> rows = normal_rows(200, 7, 3);
  std::vector<double> scores(200);
  anomaly_scores(forest, rows, scores);
  std::vector<double> credits(7);
  for (std::size_t r = 0; r < 200; ++r) {
    path_credits(forest, std::span(rows).subspan(r * 7, 7), credits);
    const double sum = std::accumulate(credits.begin(), credits.end(), 0.0);
    EXPECT_NEAR(sum, 1 + std::log2(scores[r]), 1e-12) << "row " << r;
  }
}

TEST(PathCredits, of_columns_without_a_split_are_nothing) {
  const Forest forest = Forest::build(stump()).value();
  std::vector<double> credits(2);
  path_credits(forest, std::vector<float>{1, 100}, credits);
  EXPECT_GT(credits[0], 0);
  EXPECT_EQ(credits[1], 0);
}

// Normal values, one in fifty five times as large: as in real tables, the history holds outliers.
// (Where it holds none, no tree has a threshold beyond the bulk, and an isolation forest cannot
// tell a value far outside from the largest usual ones.)
std::vector<float> heavy_rows(std::size_t n_rows, std::size_t n_columns) {
  std::vector<float> rows = normal_rows(n_rows, n_columns, 23);
  Rng rng(24);
  for (float& value : rows) {
    value *= rng.uniform() < 0.02 ? 5.0F : 1.0F;
  }
  return rows;
}

TEST(Attributions, give_an_injected_outlier_the_largest_share) {
  constexpr std::size_t n = 20;
  const std::vector<float> history = heavy_rows(5000, n);
  const Forest forest = std::move(fit({.values = history, .n_columns = n}, {})).value();
  const std::vector<float> rows = normal_rows(50, n, 17);
  std::vector<double> shares(n);
  int found = 0;
  for (std::size_t r = 0; r < 50; ++r) {
    for (std::size_t column = 0; column < n; ++column) {
      std::vector<float> row(rows.begin() + static_cast<std::ptrdiff_t>(r * n),
                             rows.begin() + static_cast<std::ptrdiff_t>((r + 1) * n));
      row[column] = column % 2 == 0 ? 8.0F : -8.0F;
      attributions(forest, row, shares);
      found += top(shares) == column ? 1 : 0;
    }
  }
  EXPECT_GE(found, 950) << "of 1000";
}

TEST(Attributions, are_shares_that_add_up_to_one) {
  const Forest forest = fit_normal(6);
  const std::vector<float> rows = normal_rows(100, 6, 4);
  std::vector<double> shares(6);
  for (std::size_t r = 0; r < 100; ++r) {
    attributions(forest, std::span(rows).subspan(r * 6, 6), shares);
    EXPECT_GE(*std::min_element(shares.begin(), shares.end()), 0);
    const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
    EXPECT_TRUE(sum == 0 || std::abs(sum - 1) < 1e-12) << sum;
  }
}

TEST(Attributions, split_between_two_outlying_features) {
  const Forest forest = fit_normal(10);
  std::vector<float> row(10, 0.0F);
  row[2] = 15;
  row[8] = -15;
  std::vector<double> shares(10);
  attributions(forest, row, shares);
  EXPECT_NEAR(shares[2], 0.5, 0.15);
  EXPECT_NEAR(shares[8], 0.5, 0.15);
}

TEST(Attributions, follow_a_missing_value_to_the_right) {
  const Forest forest = Forest::build(stump()).value();
  std::vector<double> shares(2);
  attributions(forest, std::vector<float>{std::numeric_limits<float>::quiet_NaN(), 0}, shares);
  EXPECT_EQ(shares[0], 1);
}

TEST(Attributions, are_all_zero_where_nothing_isolates) {
  const std::vector<float> rows(40, 1.0F);
  const Forest forest = std::move(fit({.values = rows, .n_columns = 2}, {})).value();
  std::vector<double> shares(2, 9.0);
  attributions(forest, std::vector<float>{1, 1}, shares);
  EXPECT_EQ(shares, (std::vector<double>{0, 0}));
}

}  // namespace
}  // namespace centinela::forest
