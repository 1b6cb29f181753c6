// Every kernel against the trees walked node by node: the same bits, whatever the shape.
#include "forest/kernel.h"

#include "centinela/base/rng.h"
#include "centinela/forest/average_path.h"
#include "centinela/forest/scoring.h"

#include "forest/forest_builder.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>

namespace centinela::forest {
namespace {

// The definition, with nothing packed.
double slow_score(const Forest& forest, std::span<const float> row) {
  double sum = 0;
  for (const Tree& tree : forest.parts().trees) {
    std::size_t at = 0;
    double depth = 0;
    for (; !tree[at].is_leaf(); depth += 1) {
      at = row[tree[at].feature] <= tree[at].threshold ? at + 1 : tree[at].right;
    }
    sum += depth + average_path_length(tree[at].rows);
  }
  const double expected =
      static_cast<double>(forest.n_trees()) * average_path_length(forest.parts().sample_size);
  return std::exp2(-sum / expected);
}

// Normal values with what is awkward among them: missing, infinite, huge, tiny, on a threshold.
std::vector<float> awkward_rows(const Forest& forest, std::size_t n_rows) {
  std::vector<float> rows = normal_rows(n_rows, forest.n_columns(), 99);
  const float specials[] = {std::numeric_limits<float>::quiet_NaN(),
                            std::numeric_limits<float>::infinity(),
                            -std::numeric_limits<float>::infinity(),
                            std::numeric_limits<float>::max(),
                            std::numeric_limits<float>::denorm_min(),
                            -0.0F,
                            forest.parts().trees[0][0].threshold};
  Rng rng(5);
  for (std::size_t i = 0; i < rows.size() / 4; ++i) {
    rows[rng.below(rows.size())] = specials[rng.below(std::size(specials))];
  }
  return rows;
}

void expect_agreement(const Forest& forest) {
  const std::size_t n_columns = forest.n_columns();
  const std::vector<float> rows = awkward_rows(forest, 203);
  for (const Kernel kernel : {Kernel::scalar, Kernel::avx2, Kernel::avx512}) {
    for (const std::size_t batch : {1UL, 7UL, 12UL, 16UL, 24UL, 63UL, 64UL, 65UL, 203UL}) {
      std::vector<double> scores(batch);
      anomaly_scores(forest, std::span(rows).first(batch * n_columns), scores, kernel);
      for (std::size_t r = 0; r < batch; ++r) {
        ASSERT_EQ(scores[r], slow_score(forest, std::span(rows).subspan(r * n_columns, n_columns)))
            << to_string(kernel) << ", batch " << batch << ", row " << r;
      }
    }
  }
}

class Width : public testing::TestWithParam<std::size_t> {};

TEST_P(Width, is_scored_alike_by_every_kernel) {
  expect_agreement(fit_normal(GetParam()));
}

// Around each number of registers that a kernel has a variant for, and beyond all of them.
INSTANTIATE_TEST_SUITE_P(Columns,
                         Width,
                         testing::Values(1, 7, 8, 9, 16, 17, 20, 24, 25, 31, 32, 33, 70));

TEST(Kernels, agree_on_shallow_and_deep_trees) {
  for (const std::size_t sample : {2UL, 16UL, 17UL, 256UL, 257UL, 900UL}) {
    SCOPED_TRACE(sample);
    expect_agreement(fit_normal(5, {.trees = 30, .sample = sample}));
  }
}

TEST(Kernels, agree_on_few_and_many_trees) {
  for (const std::size_t trees : {1UL, 2UL, 63UL, 64UL, 65UL, 130UL}) {
    SCOPED_TRACE(trees);
    expect_agreement(fit_normal(3, {.trees = trees, .sample = 32}));
  }
}

TEST(Kernels, agree_on_a_tree_that_is_one_leaf) {
  const std::vector<float> rows(40, 1.0F);
  expect_agreement(std::move(fit({.values = rows, .n_columns = 4}, {.trees = 5})).value());
}

TEST(Kernels, agree_on_a_chain_of_the_greatest_depth) {
  ForestParts parts = stump();
  parts.sample_size = depth_max + 1;
  Tree& tree = parts.trees[0];
  tree.clear();
  for (std::uint32_t i = 0; i < depth_max; ++i) {
    tree.push_back({.right = static_cast<std::uint32_t>(tree.size() + 2),
                    .rows = static_cast<std::uint32_t>(depth_max + 1 - i),
                    .threshold = static_cast<float>(i) / 16 - 1,
                    .feature = static_cast<std::uint16_t>(i % 2)});
    tree.push_back({.rows = 1});
  }
  tree.push_back({.rows = 1});
  expect_agreement(Forest::build(std::move(parts)).value());
}

TEST(Kernels, say_their_names_and_the_best_is_one_of_them) {
  EXPECT_EQ(to_string(Kernel::scalar), "scalar");
  EXPECT_EQ(to_string(Kernel::avx2), "avx2");
  EXPECT_EQ(to_string(Kernel::avx512), "avx512");
  RecordProperty("best_kernel", std::string(to_string(best_kernel())));
  EXPECT_NE(to_string(best_kernel()), "unknown");
}

}  // namespace
}  // namespace centinela::forest
