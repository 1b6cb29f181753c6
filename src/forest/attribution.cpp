#include "centinela/base/check.h"
#include "centinela/forest/scoring.h"

#include "forest/packing.h"

#include <algorithm>

namespace centinela::forest {
namespace {

void add_credits(const Tree& tree,
                 std::span<const double> average_path,
                 std::span<const float> row,
                 std::span<double> credits) noexcept {
  std::size_t at = 0;
  while (!tree[at].is_leaf()) {
    const Node& node = tree[at];
    // Left as in the kernels: a NaN goes right.
    const bool is_left = row[node.feature] <= node.threshold;
    const std::size_t child = is_left ? at + 1 : node.right;
    credits[node.feature] += average_path[node.rows] - average_path[tree[child].rows] - 1;
    at = child;
  }
}

}  // namespace

void path_credits(const Forest& forest,
                  std::span<const float> row,
                  std::span<double> credits) noexcept {
  CENTINELA_CHECK(row.size() == forest.n_columns());
  CENTINELA_CHECK(credits.size() == forest.n_columns());
  const PackedForest& packed = forest.packed();
  std::fill(credits.begin(), credits.end(), 0.0);
  if (packed.normaliser <= 0) {
    return;
  }
  for (const Tree& tree : forest.parts().trees) {
    add_credits(tree, packed.average_path, row, credits);
  }
  for (double& credit : credits) {
    credit /= packed.normaliser;
  }
}

void attributions(const Forest& forest,
                  std::span<const float> row,
                  std::span<double> shares) noexcept {
  path_credits(forest, row, shares);
  double sum = 0;
  for (double& share : shares) {
    share = std::max(share, 0.0);
    sum += share;
  }
  if (sum <= 0) {
    return;
  }
  for (double& share : shares) {
    share /= sum;
  }
}

}  // namespace centinela::forest
