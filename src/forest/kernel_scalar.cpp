#include "forest/kernel.h"

namespace centinela::forest {
namespace {

// Heap slots 15 ... 30 below the 15 splits are the ways out.
constexpr unsigned first_exit_slot = 15;

// Index from the left of the way out of a block that the row takes.
unsigned way_out(const Block& block, const float* row) {
  unsigned slot = 0;
  for (int level = 0; level < 4; ++level) {
    // Not "x > t": a NaN goes right.
    const bool is_right = !(row[block.feature[slot]] <= block.threshold[slot]);
    slot = 2 * slot + 1 + static_cast<unsigned>(is_right);
  }
  return slot - first_exit_slot;
}

}  // namespace

void path_lengths_scalar(const PackedView& forest,
                         const float* rows,
                         std::size_t n_rows,
                         double* sums) noexcept {
  for (std::size_t r = 0; r < n_rows; ++r) {
    sums[r] = 0;
  }
  for (std::size_t tree = 0; tree < forest.n_trees; ++tree) {
    const Block* const blocks = forest.blocks + forest.first_block[tree];
    const double* const lengths = forest.lengths + forest.first_length[tree];
    for (std::size_t r = 0; r < n_rows; ++r) {
      const float* const row = rows + r * forest.n_columns;
      unsigned at = 0;
      for (std::size_t level = 0; level < forest.n_levels; ++level) {
        at = blocks[at].exit[way_out(blocks[at], row)];
      }
      sums[r] += lengths[at];
    }
  }
}

}  // namespace centinela::forest
