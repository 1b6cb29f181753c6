#include "centinela/forest/ensemble.h"

#include "centinela/forest/forest_file.h"
#include "centinela/forest/scoring.h"

#include "forest/ensemble_parts.h"
#include "forest/forest_builder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace centinela::forest {
namespace {

Ensemble fit_small(const std::vector<float>& rows, std::uint64_t seed = 1) {
  return std::move(fit_ensemble({.values = rows, .n_columns = 2}, {.trees = 20, .seed = seed}))
      .value();
}

// Two columns that always agree, so that only their disagreement is odd.
std::vector<float> agreeing_rows() {
  Rng rng(2);
  std::vector<float> rows;
  for (int i = 0; i < 600; ++i) {
    const double x = rng.normal();
    rows.push_back(static_cast<float>(x));
    rows.push_back(static_cast<float>(x + 0.1 * rng.normal()));
  }
  return rows;
}

double score_of(const Ensemble& ensemble, const std::vector<float>& row) {
  double score = 0;
  anomaly_scores(ensemble, row, std::span(&score, 1));
  return score;
}

TEST(Ensemble, holds_the_forest_that_the_same_seed_grows_alone) {
  const std::vector<float> rows = normal_rows(400, 2);
  const auto forest = fit({.values = rows, .n_columns = 2}, {.trees = 20, .seed = 5});
  EXPECT_EQ(fit_small(rows, 5).forest().parts(), forest->parts());
}

TEST(Ensemble, sees_what_no_single_column_shows) {
  const Ensemble ensemble = fit_small(agreeing_rows());
  const std::vector<float> usual{1, 1};
  const std::vector<float> odd{1, -1};
  EXPECT_GT(score_of(ensemble, odd), score_of(ensemble, usual) + 3);
}

TEST(Ensemble, scores_a_row_the_same_alone_and_in_a_batch) {
  const Ensemble ensemble = fit_small(agreeing_rows());
  const std::vector<float> rows = normal_rows(70, 2, 8);
  std::vector<double> scores(70);
  anomaly_scores(ensemble, rows, scores);
  for (std::size_t r = 0; r < 70; ++r) {
    EXPECT_EQ(score_of(ensemble, {rows[2 * r], rows[2 * r + 1]}), scores[r]);
  }
}

TEST(Ensemble, bears_missing_and_infinite_values) {
  const Ensemble ensemble = fit_small(agreeing_rows());
  constexpr float nan = std::numeric_limits<float>::quiet_NaN();
  constexpr float infinity = std::numeric_limits<float>::infinity();
  for (const auto& row :
       {std::vector{nan, 1.0F}, std::vector{nan, nan}, std::vector{infinity, -infinity}}) {
    const double score = score_of(ensemble, row);
    EXPECT_TRUE(std::isfinite(score) && score >= 0);
  }
}

TEST(Ensemble, bears_tables_that_say_little) {
  for (const std::vector<float>& rows : {std::vector<float>{1, 2}, std::vector<float>(40, 3.0F)}) {
    const auto ensemble = fit_ensemble({.values = rows, .n_columns = 2}, {.trees = 3});
    ASSERT_TRUE(ensemble.has_value()) << ensemble.error().detail;
    EXPECT_TRUE(std::isfinite(score_of(*ensemble, {100, -100})));
  }
}

TEST(Ensemble, survives_its_file_to_the_last_bit) {
  const Ensemble ensemble = fit_small(agreeing_rows());
  const std::string bytes = encode(ensemble);
  EXPECT_TRUE(holds_ensemble(bytes));
  const auto again = decode_ensemble(bytes);
  ASSERT_TRUE(again.has_value()) << again.error().detail;
  EXPECT_EQ(encode(*again), bytes);
  for (const auto& row : {std::vector{0.5F, 0.25F}, std::vector{9.0F, -9.0F}}) {
    EXPECT_EQ(score_of(ensemble, row), score_of(*again, row));
  }
}

TEST(Ensemble, is_told_apart_from_a_forest_by_its_file) {
  const Ensemble ensemble = fit_small(agreeing_rows());
  const std::string forest = encode(ensemble.forest());
  EXPECT_FALSE(holds_ensemble(forest));
  EXPECT_THAT(decode_ensemble(forest).error().detail, testing::HasSubstr("expected a section"));
  EXPECT_THAT(decode(encode(ensemble)).error().detail, testing::HasSubstr("found an ensemble"));
}

TEST(Ensemble, refuses_parts_that_do_not_fit) {
  const Ensemble ensemble = fit_small(agreeing_rows());
  EnsembleParts short_mean = ensemble.parts();
  short_mean.standardiser.mean.pop_back();
  EXPECT_FALSE(Ensemble::build(ensemble.forest(), short_mean).has_value());
  EnsembleParts not_finite = ensemble.parts();
  not_finite.neighbours.points[7] = std::numeric_limits<float>::infinity();
  EXPECT_FALSE(Ensemble::build(ensemble.forest(), not_finite).has_value());
  EnsembleParts falling = ensemble.parts();
  std::swap(falling.scales[1].bits.front(), falling.scales[1].bits.back());
  EXPECT_FALSE(Ensemble::build(ensemble.forest(), falling).has_value());
}

TEST(Ensemble, refuses_a_table_too_wide_for_a_covariance) {
  const std::vector<float> rows(257);
  const auto ensemble = fit_ensemble({.values = rows, .n_columns = 257}, {});
  EXPECT_EQ(ensemble.error().code, Errc::usage);
}

}  // namespace
}  // namespace centinela::forest
