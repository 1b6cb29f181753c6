#include "centinela/forest/forest.h"

#include "centinela/base/result.h"

#include "forest/packing.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>

namespace centinela::forest {
namespace {

Error bad_tree(std::size_t tree, std::size_t node, std::string_view what) {
  return {Errc::bad_data, fmt::format("forest: tree {}, node {}: {}", tree, node, what)};
}

Result<void> check_within(std::string_view what, std::size_t found, std::size_t max) {
  if (found < 1 || found > max) {
    return Error{Errc::bad_data,
                 fmt::format("forest: expected 1 to {} {}, found {}", max, what, found)};
  }
  return {};
}

Result<void> check_names(const std::vector<std::string>& names) {
  std::vector<std::string_view> sorted(names.begin(), names.end());
  std::sort(sorted.begin(), sorted.end());
  if (std::adjacent_find(sorted.begin(), sorted.end()) != sorted.end()) {
    return Error{Errc::bad_data, "forest: two features have the same name"};
  }
  for (const std::string& name : names) {
    CENTINELA_TRY(check_within("bytes in a feature name", name.size(), feature_name_bytes_max));
  }
  return {};
}

// Walks the preorder with the ends of the open subtrees on a stack: the left subtree of a split
// fills [i + 1, right), the right one [right, end of the split's own subtree). Whatever passes is a
// binary tree that holds every node once.
Result<void> check_shape(const Tree& tree, std::size_t tree_index) {
  std::vector<std::size_t> ends{tree.size()};
  for (std::size_t i = 0; i < tree.size(); ++i) {
    if (ends.empty() || ends.back() <= i) {
      return bad_tree(tree_index, i, "is not below any split");
    }
    if (tree[i].is_leaf()) {
      if (ends.back() != i + 1) {
        return bad_tree(tree_index, i, "expected the last node of its subtree, being a leaf");
      }
      ends.pop_back();
      continue;
    }
    if (tree[i].right <= i + 1 || tree[i].right >= ends.back()) {
      return bad_tree(tree_index, i, "the right child is outside of the subtree");
    }
    ends.push_back(tree[i].right);
  }
  if (!ends.empty()) {
    return bad_tree(tree_index, tree.size(), "expected more nodes");
  }
  if (const std::size_t depth = tree_depth(tree); depth > depth_max) {
    return bad_tree(
        tree_index, 0, fmt::format("expected at most {} levels, found {}", depth_max, depth));
  }
  return {};
}

Result<void> check_nodes(const Tree& tree, std::size_t tree_index, const ForestParts& parts) {
  if (tree[0].rows > parts.sample_size) {
    return bad_tree(tree_index, 0, "more training rows than the sample size");
  }
  for (std::size_t i = 0; i < tree.size(); ++i) {
    const Node& node = tree[i];
    if (node.rows < 1) {
      return bad_tree(tree_index, i, "no training row");
    }
    if (node.is_leaf()) {
      continue;
    }
    if (node.feature >= parts.feature_names.size()) {
      return bad_tree(tree_index, i, "splits on a feature that is not there");
    }
    if (!std::isfinite(node.threshold)) {
      return bad_tree(tree_index, i, "the threshold is not finite");
    }
    const std::uint64_t below = std::uint64_t{tree[i + 1].rows} + tree[node.right].rows;
    if (below != node.rows) {
      return bad_tree(tree_index, i, "the rows of the children do not add up");
    }
  }
  return {};
}

}  // namespace

Forest::Forest(std::shared_ptr<const ForestParts> parts, std::shared_ptr<const PackedForest> packed)
    : parts_(std::move(parts)), packed_(std::move(packed)) {}

Result<Forest> Forest::build(ForestParts parts) {
  CENTINELA_TRY(check_within("trees", parts.trees.size(), trees_max));
  CENTINELA_TRY(check_within("rows as sample size", parts.sample_size, sample_size_max));
  CENTINELA_TRY(check_within("features", parts.feature_names.size(), columns_max));
  CENTINELA_TRY(check_names(parts.feature_names));
  for (std::size_t i = 0; i < parts.trees.size(); ++i) {
    CENTINELA_TRY(check_within("nodes in a tree", parts.trees[i].size(), nodes_per_tree_max));
    CENTINELA_TRY(check_shape(parts.trees[i], i));
    CENTINELA_TRY(check_nodes(parts.trees[i], i, parts));
  }
  auto packed = std::make_shared<const PackedForest>(pack(parts));
  return Forest(std::make_shared<const ForestParts>(std::move(parts)), std::move(packed));
}

}  // namespace centinela::forest
