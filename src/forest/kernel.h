// The packed forest as the kernels see it, and their entry points. Floor 2, internal.
//
// Plain pointers and built-in arrays only: the kernels are compiled for other CPUs than the rest,
// and an inline function shared with it could carry their instructions to a CPU without them.
#pragma once

#include <cstddef>
#include <cstdint>

namespace centinela::forest {

// Four levels of a tree in two cache lines: 15 splits in heap order (children of i at 2i+1 and
// 2i+2), the 16th slot unused, and the 16 ways out from left to right.
struct alignas(128) Block {
  float threshold[16];        // NOLINT(modernize-avoid-c-arrays): see above
  std::uint16_t feature[16];  // NOLINT(modernize-avoid-c-arrays)
  // In the last level of blocks the index of the leaf's path length, before it the next block,
  // both counted from the tree's first.
  std::uint16_t exit[16];  // NOLINT(modernize-avoid-c-arrays)
};
static_assert(sizeof(Block) == 128);

struct PackedView {
  const Block* blocks = nullptr;
  const std::uint32_t* first_block = nullptr;   // [n_trees]
  const double* lengths = nullptr;              // path lengths, all trees
  const std::uint32_t* first_length = nullptr;  // [n_trees]
  std::size_t n_trees = 0;
  // Blocks on every path of every tree: shallow leaves are padded, so that no walk has to branch.
  std::size_t n_levels = 0;
  std::size_t n_columns = 0;
};

// Sums the path lengths of rows[n_rows * n_columns] over the trees, in their order, to
// sums[n_rows].
using KernelFunction = void (*)(const PackedView&,
                                const float* rows,
                                std::size_t n_rows,
                                double* sums);

void path_lengths_scalar(const PackedView& forest,
                         const float* rows,
                         std::size_t n_rows,
                         double* sums) noexcept;

// These two take at most wide_columns_max columns and are only there on x86-64.
inline constexpr std::size_t wide_columns_max = 32;
void path_lengths_avx2(const PackedView& forest,
                       const float* rows,
                       std::size_t n_rows,
                       double* sums) noexcept;
void path_lengths_avx512(const PackedView& forest,
                         const float* rows,
                         std::size_t n_rows,
                         double* sums) noexcept;

}  // namespace centinela::forest
