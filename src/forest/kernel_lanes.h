// The walk shared by the vector kernels; each brings its instruction set as `Simd`. Floor 2.
//
// Included by kernel_avx2.cpp and kernel_avx512.cpp only. Everything here is a template over a type
// of the including file's unnamed namespace, so no copy compiled for a newer CPU can leak out.
//
// All 15 splits of a block are compared at once: the row lies in registers, the block's feature
// numbers permute it into the order of the splits, and the comparison leaves one bit a split. The
// bits of several walks are then followed together in one vector (`Simd::ways_out`). Up to 64 walks
// go side by side, one step of all of them after the other, so that no step waits for the one
// before: the rows of a pass in one tree or, where rows are few, one row in 64 trees.
//
// Simd has: `lanes`, walks per vector; `row_floats`, a padded row's length; types `Row` and
// `Splits`; `load_row`, `load_splits`; `go_right(row, splits)`, bit i set where split i sends the
// row right; `ways_out(bits, ways)`, index of the exit of each of `lanes` walks.
#pragma once

#include "forest/kernel.h"

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace centinela::forest {

// Side by side; also the rows scored per pass over the trees, which fetches a tree from the cache
// once for all of them.
inline constexpr std::size_t walks_max = 64;

template <class Simd>
struct LaneWalk {
  static constexpr std::size_t lanes = Simd::lanes;
  // From here on a pass goes by rows, below it by trees: a vector read right after the stores that
  // make it up stalls, and only several vectors of walks hide that (measured).
  static constexpr std::size_t rows_min = lanes * 3 / 2;

  struct alignas(64) Walks {
    std::uint32_t bits[walks_max];  // NOLINT(modernize-avoid-c-arrays): see kernel.h
    std::uint32_t ways[walks_max];  // NOLINT(modernize-avoid-c-arrays)
    // Before a step the block, after the last one the path length; from the tree's first.
    std::uint32_t at[walks_max];  // NOLINT(modernize-avoid-c-arrays)

    // `n` is rounded up to whole vectors: the lanes beyond it hold old bits and are not read.
    void find_ways(std::size_t n) {
      for (std::size_t i = 0; i < n; i += lanes) {
        Simd::ways_out(bits + i, ways + i);
      }
    }
  };

  // Columns beyond the row's own are never named by a split; zeros keep them defined.
  static void pad_rows(const float* rows,
                       std::size_t n_rows,
                       std::size_t n_columns,
                       float* padded) {
    std::memset(padded, 0, n_rows * Simd::row_floats * sizeof(float));
    for (std::size_t r = 0; r < n_rows; ++r) {
      std::memcpy(padded + r * Simd::row_floats, rows + r * n_columns, n_columns * sizeof(float));
    }
  }

  // Adds to sums[n_rows] the path lengths in one tree.
  static void walk_rows(const PackedView& forest,
                        std::size_t tree,
                        const float* padded,
                        std::size_t n_rows,
                        double* sums) {
    const Block* const blocks = forest.blocks + forest.first_block[tree];
    const double* const lengths = forest.lengths + forest.first_length[tree];
    Walks walks;
    const typename Simd::Splits root = Simd::load_splits(blocks[0]);
    for (std::size_t r = 0; r < n_rows; ++r) {
      walks.bits[r] = Simd::go_right(Simd::load_row(padded + r * Simd::row_floats), root);
    }
    walks.find_ways(n_rows);
    for (std::size_t r = 0; r < n_rows; ++r) {
      walks.at[r] = blocks[0].exit[walks.ways[r]];
    }
    for (std::size_t level = 1; level < forest.n_levels; ++level) {
      for (std::size_t r = 0; r < n_rows; ++r) {
        const typename Simd::Row row = Simd::load_row(padded + r * Simd::row_floats);
        walks.bits[r] = Simd::go_right(row, Simd::load_splits(blocks[walks.at[r]]));
      }
      walks.find_ways(n_rows);
      for (std::size_t r = 0; r < n_rows; ++r) {
        walks.at[r] = blocks[walks.at[r]].exit[walks.ways[r]];
      }
    }
    for (std::size_t r = 0; r < n_rows; ++r) {
      sums[r] += lengths[walks.at[r]];
    }
  }

  // Adds to `sum` one row's path lengths in `n_trees` trees.
  static double walk_trees(const PackedView& forest,
                           std::size_t first_tree,
                           std::size_t n_trees,
                           const typename Simd::Row& row,
                           double sum) {
    const std::uint32_t* const first_block = forest.first_block + first_tree;
    const std::uint32_t* const first_length = forest.first_length + first_tree;
    Walks walks;
    for (std::size_t t = 0; t < n_trees; ++t) {
      walks.at[t] = 0;
    }
    for (std::size_t level = 0; level < forest.n_levels; ++level) {
      for (std::size_t t = 0; t < n_trees; ++t) {
        const Block& block = forest.blocks[first_block[t] + walks.at[t]];
        walks.bits[t] = Simd::go_right(row, Simd::load_splits(block));
      }
      walks.find_ways(n_trees);
      for (std::size_t t = 0; t < n_trees; ++t) {
        walks.at[t] = forest.blocks[first_block[t] + walks.at[t]].exit[walks.ways[t]];
      }
    }
    for (std::size_t t = 0; t < n_trees; ++t) {
      sum += forest.lengths[first_length[t] + walks.at[t]];
    }
    return sum;
  }

  static double sum_of_row(const PackedView& forest, const float* padded) {
    const typename Simd::Row row = Simd::load_row(padded);
    double sum = 0;
    for (std::size_t tree = 0; tree < forest.n_trees; tree += walks_max) {
      const std::size_t left = forest.n_trees - tree;
      sum = walk_trees(forest, tree, left < walks_max ? left : walks_max, row, sum);
    }
    return sum;
  }

  static void pass(const PackedView& forest, const float* rows, std::size_t n_rows, double* sums) {
    alignas(64) float padded[walks_max * Simd::row_floats];  // NOLINT(modernize-avoid-c-arrays)
    pad_rows(rows, n_rows, forest.n_columns, padded);
    if (n_rows < rows_min) {
      for (std::size_t r = 0; r < n_rows; ++r) {
        sums[r] = sum_of_row(forest, padded + r * Simd::row_floats);
      }
      return;
    }
    for (std::size_t r = 0; r < n_rows; ++r) {
      sums[r] = 0;
    }
    for (std::size_t tree = 0; tree < forest.n_trees; ++tree) {
      walk_rows(forest, tree, padded, n_rows, sums);
    }
  }

  static void path_lengths(const PackedView& forest,
                           const float* rows,
                           std::size_t n_rows,
                           double* sums) {
    for (std::size_t r = 0; r < n_rows; r += walks_max) {
      const std::size_t left = n_rows - r;
      pass(forest, rows + r * forest.n_columns, left < walks_max ? left : walks_max, sums + r);
    }
  }
};

}  // namespace centinela::forest
