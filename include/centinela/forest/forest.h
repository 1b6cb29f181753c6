// Forest: an isolation forest as an immutable value, checked once when it is built. Floor 2, pure.
//
// Safe to share between threads: nothing changes after build(). Owns everything it refers to.
// Every way into a Forest (training, file, import) goes through Forest::build.
#pragma once

#include "centinela/base/result.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace centinela::forest {

// Bounds of what is accepted, from training and from files alike.
inline constexpr std::size_t trees_max = 4096;
inline constexpr std::size_t columns_max = 65535;
inline constexpr std::size_t nodes_per_tree_max = 16383;
inline constexpr std::size_t sample_size_max = 8192;
inline constexpr std::size_t depth_max = 32;
inline constexpr std::size_t feature_name_bytes_max = 256;

// One node of a tree in preorder. The left child of a split is the next node in the array, so a
// cycle cannot be written down.
struct Node {
  // Index of the right child; 0 in a leaf.
  std::uint32_t right = 0;
  // Training rows that reached the node, at least 1.
  std::uint32_t rows = 1;
  // A split sends row[feature] <= threshold to the left, all else (NaN too) to the right.
  float threshold = 0;
  std::uint16_t feature = 0;

  [[nodiscard]] bool is_leaf() const noexcept { return right == 0; }
  friend bool operator==(const Node&, const Node&) = default;
};

using Tree = std::vector<Node>;

// Where a model came from; said in its file, used by no calculation.
struct TrainingFacts {
  std::uint64_t seed = 0;
  std::uint64_t rows = 0;
  std::string origin;

  friend bool operator==(const TrainingFacts&, const TrainingFacts&) = default;
};

struct ForestParts {
  std::vector<Tree> trees;
  // Rows each tree was grown from: psi of Liu, Ting and Zhou 2008.
  std::uint32_t sample_size = 0;
  // One name a column, in the order of a row's values; unique and not empty.
  std::vector<std::string> feature_names;
  // Hash of the feature schema that the rows obey; 0 when there is none (a plain table).
  std::uint64_t schema_hash = 0;
  TrainingFacts facts;

  friend bool operator==(const ForestParts&, const ForestParts&) = default;
};

struct PackedForest;

class Forest {
 public:
  // Refuses (bad_data) whatever breaks the bounds above, a tree that is not a binary tree in
  // preorder, a threshold that is not finite, an unknown feature, or row counts that do not add up.
  [[nodiscard]] static Result<Forest> build(ForestParts parts);

  [[nodiscard]] const ForestParts& parts() const noexcept { return *parts_; }
  [[nodiscard]] std::size_t n_trees() const noexcept { return parts_->trees.size(); }
  [[nodiscard]] std::size_t n_columns() const noexcept { return parts_->feature_names.size(); }
  // The layout that the scoring kernels read (src/forest/packing.h).
  [[nodiscard]] const PackedForest& packed() const noexcept { return *packed_; }

 private:
  Forest(std::shared_ptr<const ForestParts> parts, std::shared_ptr<const PackedForest> packed);

  // Shared, so that copying a model into a snapshot costs nothing.
  std::shared_ptr<const ForestParts> parts_;
  std::shared_ptr<const PackedForest> packed_;
};

}  // namespace centinela::forest
