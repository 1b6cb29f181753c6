// PackedForest: the trees cut into blocks of four levels, as the kernels read them. Floor 2.
//
// Made once per model from checked parts; immutable afterwards.
#pragma once

#include "centinela/forest/forest.h"

#include "forest/kernel.h"

#include <cstdint>
#include <vector>

namespace centinela::forest {

struct PackedForest {
  std::vector<Block> blocks;
  std::vector<std::uint32_t> first_block;
  std::vector<double> lengths;
  std::vector<std::uint32_t> first_length;
  std::size_t n_levels = 1;
  std::size_t n_columns = 0;
  // n_trees * c(sample size): what the sum of path lengths is divided by; 0 for a sample of 1.
  double normaliser = 0;
  // c(0) ... c(sample size), for attributions.
  std::vector<double> average_path;

  [[nodiscard]] PackedView view() const noexcept {
    return {.blocks = blocks.data(),
            .first_block = first_block.data(),
            .lengths = lengths.data(),
            .first_length = first_length.data(),
            .n_trees = first_block.size(),
            .n_levels = n_levels,
            .n_columns = n_columns};
  }
};

// Levels of splits on the longest path; 0 for a lone leaf.
[[nodiscard]] std::size_t tree_depth(const Tree& tree);

// `parts` must have passed Forest::build's checks.
[[nodiscard]] PackedForest pack(const ForestParts& parts);

}  // namespace centinela::forest
