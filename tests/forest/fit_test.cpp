#include "centinela/forest/fit.h"

#include "centinela/forest/scoring.h"

#include "forest/forest_builder.h"
#include "forest/packing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <set>

namespace centinela::forest {
namespace {

constexpr float nan = std::numeric_limits<float>::quiet_NaN();

TEST(Fit, gives_the_same_forest_for_the_same_seed_and_another_for_another) {
  EXPECT_EQ(fit_normal(4).parts(), fit_normal(4).parts());
  EXPECT_NE(fit_normal(4).parts().trees, fit_normal(4, {.seed = 2}).parts().trees);
}

TEST(Fit, records_what_it_was_trained_on) {
  const Forest forest = fit_normal(
      2, {.trees = 3, .seed = 9, .feature_names = {"a", "b"}, .schema_hash = 5, .origin = "test"});
  EXPECT_EQ(forest.n_trees(), 3U);
  EXPECT_EQ(forest.parts().sample_size, 256U);
  EXPECT_EQ(forest.parts().schema_hash, 5U);
  EXPECT_THAT(forest.parts().feature_names, testing::ElementsAre("a", "b"));
  EXPECT_EQ(forest.parts().facts, (TrainingFacts{.seed = 9, .rows = 1000, .origin = "test"}));
}

TEST(Fit, grows_no_deeper_than_the_logarithm_of_the_sample) {
  for (const std::size_t sample : {2UL, 3UL, 4UL, 5UL, 255UL, 256UL, 257UL}) {
    const Forest forest = fit_normal(3, {.trees = 20, .sample = sample});
    const auto limit = static_cast<std::size_t>(std::ceil(std::log2(sample)));
    std::size_t deepest = 0;
    for (const Tree& tree : forest.parts().trees) {
      deepest = std::max(deepest, tree_depth(tree));
      EXPECT_EQ(tree[0].rows, sample);
    }
    EXPECT_EQ(deepest, limit) << "sample " << sample;
  }
}

TEST(Fit, leaves_hold_several_rows_only_at_the_depth_limit_or_where_rows_are_equal) {
  const Forest forest = fit_normal(3);
  const auto& parts = forest.parts();
  for (const Tree& tree : parts.trees) {
    std::vector<std::size_t> depth(tree.size(), 0);
    for (std::size_t i = 0; i < tree.size(); ++i) {
      if (tree[i].is_leaf()) {
        EXPECT_TRUE(tree[i].rows == 1 || depth[i] == 8);
        continue;
      }
      depth[i + 1] = depth[tree[i].right] = depth[i] + 1;
    }
  }
}

TEST(Fit, takes_the_whole_table_when_it_is_smaller_than_the_sample) {
  const std::vector<float> rows = normal_rows(10, 2);
  const auto forest = fit({.values = rows, .n_columns = 2}, {});
  EXPECT_EQ(forest->parts().sample_size, 10U);
  EXPECT_EQ(forest->parts().trees[0][0].rows, 10U);
}

TEST(Fit, scores_every_row_a_half_after_a_single_row) {
  const std::vector<float> rows{1, 2};
  const auto forest = fit({.values = rows, .n_columns = 2}, {});
  ASSERT_TRUE(forest.has_value());
  std::vector<double> scores(1);
  anomaly_scores(*forest, rows, scores);
  EXPECT_EQ(scores[0], 0.5);
}

TEST(Fit, never_splits_on_a_constant_column) {
  std::vector<float> rows = normal_rows(500, 3);
  for (std::size_t r = 0; r < 500; ++r) {
    rows[r * 3 + 1] = 42;
  }
  const auto forest = fit({.values = rows, .n_columns = 3}, {});
  std::set<int> used;
  for (const Tree& tree : forest->parts().trees) {
    for (const Node& node : tree) {
      if (!node.is_leaf()) {
        used.insert(node.feature);
      }
    }
  }
  EXPECT_THAT(used, testing::ElementsAre(0, 2));
}

TEST(Fit, makes_one_leaf_of_equal_rows) {
  const std::vector<float> rows(60, 1.5F);
  const auto forest = fit({.values = rows, .n_columns = 3}, {});
  EXPECT_EQ(forest->parts().trees[0].size(), 1U);
  std::vector<double> scores(20);
  anomaly_scores(*forest, rows, scores);
  // E[h] = c(20) = c(sample).
  EXPECT_NEAR(scores[0], 0.5, 1e-14);
}

TEST(Fit, draws_thresholds_inside_the_range_even_of_neighbouring_floats) {
  const float low = 1;
  const float high = std::nextafter(low, 2.0F);
  const std::vector<float> rows{low, high, low, high};
  const auto forest = fit({.values = rows, .n_columns = 1}, {});
  for (const Tree& tree : forest->parts().trees) {
    ASSERT_EQ(tree.size(), 3U);
    EXPECT_EQ(tree[0].threshold, low);
  }
}

TEST(Fit, spans_the_whole_range_of_floats) {
  const float max = std::numeric_limits<float>::max();
  const std::vector<float> rows{-max, max, 0, 1};
  EXPECT_TRUE(fit({.values = rows, .n_columns = 1}, {}).has_value());
}

TEST(Fit, leaves_missing_and_infinite_values_out_of_the_range) {
  std::vector<float> rows = normal_rows(300, 2);
  for (std::size_t r = 0; r < 300; r += 3) {
    rows[r * 2] = r % 2 == 0 ? nan : std::numeric_limits<float>::infinity();
  }
  const auto forest = fit({.values = rows, .n_columns = 2}, {});
  ASSERT_TRUE(forest.has_value());
  for (const Tree& tree : forest->parts().trees) {
    for (const Node& node : tree) {
      EXPECT_TRUE(node.is_leaf() || std::abs(node.threshold) < 10);
    }
  }
}

TEST(Fit, chooses_columns_evenly) {
  const Forest forest = fit_normal(4, {.trees = 400});
  std::vector<double> roots(4, 0);
  for (const Tree& tree : forest.parts().trees) {
    roots[tree[0].feature] += 1;
  }
  // Binomial(400, 1/4): mean 100, standard deviation 8.7.
  EXPECT_THAT(roots, testing::Each(testing::AllOf(testing::Gt(65), testing::Lt(135))));
}

TEST(Fit, refuses_what_it_cannot_grow_from) {
  const std::vector<float> rows = normal_rows(10, 2);
  const Table table{.values = rows, .n_columns = 2};
  EXPECT_EQ(fit(table, {.trees = 0}).error().code, Errc::usage);
  EXPECT_EQ(fit(table, {.trees = 4097}).error().code, Errc::usage);
  EXPECT_EQ(fit(table, {.sample = 1}).error().code, Errc::usage);
  EXPECT_EQ(fit(table, {.sample = 8193}).error().code, Errc::usage);
  EXPECT_EQ(fit(table, {.feature_names = {"one"}}).error().code, Errc::usage);
  EXPECT_EQ(fit({.values = {}, .n_columns = 2}, {}).error().code, Errc::bad_data);
  EXPECT_EQ(fit({.values = rows, .n_columns = 0}, {}).error().code, Errc::bad_data);
  EXPECT_EQ(fit({.values = rows, .n_columns = 3}, {}).error().code, Errc::bad_data);
}

}  // namespace
}  // namespace centinela::forest
