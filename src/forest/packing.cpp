#include "forest/packing.h"

#include "centinela/base/check.h"
#include "centinela/forest/average_path.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <utility>

namespace centinela::forest {
namespace {

constexpr std::size_t block_levels = 4;
constexpr std::size_t block_splits = 15;
constexpr std::size_t block_exits = 16;

// A node of the tree and how many splits lie above it.
struct Place {
  std::uint32_t node = 0;
  std::uint32_t depth = 0;
};

// Cuts one tree into blocks. A leaf that ends early is carried down to the last level by blocks
// that lead to the same place whichever way the row goes.
class TreePacker {
 public:
  TreePacker(const Tree& tree, PackedForest& out) : tree_(tree), out_(out) {
    first_block_ = out.blocks.size();
    first_length_ = out.lengths.size();
  }

  void pack() {
    out_.first_block.push_back(static_cast<std::uint32_t>(first_block_));
    out_.first_length.push_back(static_cast<std::uint32_t>(first_length_));
    pack_block({.node = 0, .depth = 0}, 0);
  }

 private:
  // Writes the block whose root is `root` and all below it; returns its index in the tree.
  // Recursion is as deep as there are levels of blocks, at most depth_max / 4.
  std::uint16_t pack_block(Place root, std::size_t level) {  // NOLINT(misc-no-recursion): bounded
    const std::size_t index = append_block();
    const std::array<Place, block_exits> exits = fill_splits(out_.blocks[index], root);
    for (std::size_t way = 0; way < block_exits; ++way) {
      const std::uint16_t target = exit_target(exits[way], level);
      out_.blocks[index].exit[way] = target;
    }
    return relative(index, first_block_);
  }

  std::uint16_t exit_target(Place place, std::size_t level) {  // NOLINT(misc-no-recursion)
    const bool is_last = level + 1 == out_.n_levels;
    if (tree_[place.node].is_leaf()) {
      const std::uint16_t length = length_index(place);
      return is_last ? length : carry_down(length, level + 1);
    }
    CENTINELA_CHECK(!is_last);
    return pack_block(place, level + 1);
  }

  // Copies the four levels of splits below `root`, returns the nodes behind them.
  std::array<Place, block_exits> fill_splits(Block& block, Place root) const {
    std::array<Place, block_splits + block_exits> heap{};
    heap[0] = root;
    for (std::size_t i = 0; i < block_splits; ++i) {
      const Node& node = tree_[heap[i].node];
      if (node.is_leaf()) {
        heap[2 * i + 1] = heap[i];
        heap[2 * i + 2] = heap[i];
        continue;
      }
      block.threshold[i] = node.threshold;
      block.feature[i] = node.feature;
      heap[2 * i + 1] = {.node = heap[i].node + 1, .depth = heap[i].depth + 1};
      heap[2 * i + 2] = {.node = node.right, .depth = heap[i].depth + 1};
    }
    std::array<Place, block_exits> exits{};
    std::copy(heap.begin() + block_splits, heap.end(), exits.begin());
    return exits;
  }

  // The block at `level` from which every way leads to that path length; made once per tree.
  std::uint16_t carry_down(std::uint16_t length, std::size_t level) {  // NOLINT(misc-no-recursion)
    const auto key = std::pair{length, level};
    if (const auto known = carried_.find(key); known != carried_.end()) {
      return known->second;
    }
    const std::size_t index = append_block();
    const std::uint16_t target =
        level + 1 == out_.n_levels ? length : carry_down(length, level + 1);
    std::fill_n(static_cast<std::uint16_t*>(out_.blocks[index].exit), block_exits, target);
    const std::uint16_t block = relative(index, first_block_);
    carried_.emplace(key, block);
    return block;
  }

  // Leaves of equal depth and row count share their path length.
  std::uint16_t length_index(Place leaf) {
    const auto key = std::pair{leaf.depth, tree_[leaf.node].rows};
    if (const auto known = length_indexes_.find(key); known != length_indexes_.end()) {
      return known->second;
    }
    out_.lengths.push_back(static_cast<double>(leaf.depth) + out_.average_path[key.second]);
    const std::uint16_t index = relative(out_.lengths.size() - 1, first_length_);
    length_indexes_.emplace(key, index);
    return index;
  }

  std::size_t append_block() {
    Block& block = out_.blocks.emplace_back();
    std::fill_n(
        static_cast<float*>(block.threshold), block_exits, std::numeric_limits<float>::infinity());
    return out_.blocks.size() - 1;
  }

  // 16383 nodes make at most 8191 splits and 8192 leaves; with at most 7 carried levels a leaf
  // that is 65535 blocks, so 16 bits always do.
  static std::uint16_t relative(std::size_t index, std::size_t first) {
    CENTINELA_CHECK(index - first <= std::numeric_limits<std::uint16_t>::max());
    return static_cast<std::uint16_t>(index - first);
  }

  const Tree& tree_;
  PackedForest& out_;
  std::size_t first_block_ = 0;
  std::size_t first_length_ = 0;
  std::map<std::pair<std::uint16_t, std::size_t>, std::uint16_t> carried_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint16_t> length_indexes_;
};

}  // namespace

std::size_t tree_depth(const Tree& tree) {
  std::size_t deepest = 0;
  std::vector<std::size_t> depth(tree.size(), 0);
  for (std::size_t i = 0; i < tree.size(); ++i) {
    deepest = std::max(deepest, depth[i]);
    if (!tree[i].is_leaf()) {
      depth[i + 1] = depth[i] + 1;
      depth[tree[i].right] = depth[i] + 1;
    }
  }
  return deepest;
}

PackedForest pack(const ForestParts& parts) {
  PackedForest packed;
  packed.n_columns = parts.feature_names.size();
  packed.average_path = average_path_table(parts.sample_size);
  packed.normaliser =
      static_cast<double>(parts.trees.size()) * packed.average_path[parts.sample_size];
  std::size_t depth = 1;
  for (const Tree& tree : parts.trees) {
    depth = std::max(depth, tree_depth(tree));
  }
  packed.n_levels = (depth + block_levels - 1) / block_levels;
  for (const Tree& tree : parts.trees) {
    TreePacker(tree, packed).pack();
  }
  return packed;
}

}  // namespace centinela::forest
