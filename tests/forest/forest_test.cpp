#include "centinela/forest/forest.h"

#include "forest/forest_builder.h"
#include "forest/packing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <limits>
#include <string>

namespace centinela::forest {
namespace {

TEST(Forest, takes_a_sound_tree_and_gives_its_parts_back) {
  const auto forest = Forest::build(stump());
  ASSERT_TRUE(forest.has_value());
  EXPECT_EQ(forest->parts(), stump());
  EXPECT_EQ(forest->n_trees(), 1U);
  EXPECT_EQ(forest->n_columns(), 2U);
}

TEST(Forest, copies_share_what_they_hold) {
  const auto forest = Forest::build(stump());
  const Forest copy = *forest;
  EXPECT_EQ(&copy.parts(), &forest->parts());
}

struct Breakage {
  const char* name;
  std::function<void(ForestParts&)> apply;
  const char* expected;  // in the error's text
};

class BrokenForest : public testing::TestWithParam<Breakage> {};

TEST_P(BrokenForest, is_refused_with_its_reason) {
  ForestParts parts = stump();
  GetParam().apply(parts);
  const auto forest = Forest::build(std::move(parts));
  ASSERT_FALSE(forest.has_value());
  EXPECT_EQ(forest.error().code, Errc::bad_data);
  EXPECT_THAT(forest.error().detail, testing::HasSubstr(GetParam().expected));
}

Tree chain(std::size_t depth) {
  Tree tree;
  for (std::size_t i = 0; i < depth; ++i) {
    tree.push_back({.right = static_cast<std::uint32_t>(tree.size() + 2),
                    .rows = static_cast<std::uint32_t>(depth + 1 - i)});
    tree.push_back({.rows = 1});
  }
  tree.push_back({.rows = 1});
  return tree;
}

const Breakage breakages[] = {
    {"no_tree", [](ForestParts& p) { p.trees.clear(); }, "trees, found 0"},
    {"empty_tree", [](ForestParts& p) { p.trees[0].clear(); }, "nodes in a tree, found 0"},
    {"no_sample", [](ForestParts& p) { p.sample_size = 0; }, "sample size, found 0"},
    {"huge_sample", [](ForestParts& p) { p.sample_size = 8193; }, "found 8193"},
    {"no_feature", [](ForestParts& p) { p.feature_names.clear(); }, "features, found 0"},
    {"empty_name", [](ForestParts& p) { p.feature_names[0] = ""; }, "feature name, found 0"},
    {"same_name", [](ForestParts& p) { p.feature_names[1] = "f0"; }, "same name"},
    {"unknown_feature", [](ForestParts& p) { p.trees[0][0].feature = 2; }, "not there"},
    {"nan_threshold",
     [](ForestParts& p) { p.trees[0][0].threshold = std::numeric_limits<float>::quiet_NaN(); },
     "not finite"},
    {"infinite_threshold",
     [](ForestParts& p) { p.trees[0][0].threshold = std::numeric_limits<float>::infinity(); },
     "not finite"},
    {"child_is_itself", [](ForestParts& p) { p.trees[0][0].right = 1; }, "outside of the subtree"},
    {"child_beyond_end", [](ForestParts& p) { p.trees[0][0].right = 3; }, "outside of the subtree"},
    {"child_far_beyond", [](ForestParts& p) { p.trees[0][0].right = 0xFFFFFFFF; }, "outside"},
    {"lost_node", [](ForestParts& p) { p.trees[0].push_back({.rows = 1}); }, "last node"},
    {"missing_node", [](ForestParts& p) { p.trees[0].pop_back(); }, "outside of the subtree"},
    {"split_at_end", [](ForestParts& p) { p.trees[0][2].right = 1; }, "outside of the subtree"},
    {"no_rows",
     [](ForestParts& p) {
       p.trees[0][0].rows = 3;
       p.trees[0][2].rows = 0;
     },
     "no training row"},
    {"rows_lost", [](ForestParts& p) { p.trees[0][2].rows = 2; }, "do not add up"},
    {"rows_beyond_sample", [](ForestParts& p) { p.sample_size = 3; }, "more training rows"},
    {"too_deep",
     [](ForestParts& p) {
       p.sample_size = 100;
       p.trees[0] = chain(depth_max + 1);
     },
     "levels, found 33"},
};

INSTANTIATE_TEST_SUITE_P(Parts, BrokenForest, testing::ValuesIn(breakages), [](const auto& test) {
  return std::string(test.param.name);
});

TEST(Forest, takes_a_tree_of_the_greatest_depth) {
  ForestParts parts = stump();
  parts.sample_size = 100;
  parts.trees[0] = chain(depth_max);
  const auto forest = Forest::build(std::move(parts));
  ASSERT_TRUE(forest.has_value());
  EXPECT_EQ(forest->packed().n_levels, depth_max / 4);
}

TEST(Forest, packs_trees_of_eight_levels_into_two_levels_of_blocks) {
  const Forest forest = fit_normal(5);
  EXPECT_EQ(tree_depth(forest.parts().trees[0]), 8U);
  EXPECT_EQ(forest.packed().n_levels, 2U);
}

}  // namespace
}  // namespace centinela::forest
