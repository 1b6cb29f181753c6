// Compiled with -mavx512f; called only where the CPU has it.
#include "forest/kernel.h"
#include "forest/kernel_lanes.h"

#include <immintrin.h>

namespace centinela::forest {
namespace {

// Rows of at most 16 * Registers columns, one or two registers.
template <int Registers>
struct Avx512 {
  static constexpr std::size_t lanes = 16;
  static constexpr std::size_t row_floats = std::size_t{16} * Registers;

  struct Row {
    __m512 low;
    __m512 high;
  };
  struct Splits {
    __m512 threshold;
    __m512i feature;
  };

  static Row load_row(const float* padded) {
    return {.low = _mm512_load_ps(padded), .high = _mm512_load_ps(padded + (row_floats - 16))};
  }

  static Splits load_splits(const Block& block) {
    const auto* const feature = reinterpret_cast<const __m256i*>(&block.feature);
    return {.threshold = _mm512_load_ps(block.threshold),
            .feature = _mm512_cvtepu16_epi32(_mm256_load_si256(feature))};
  }

  static std::uint32_t go_right(const Row& row, const Splits& splits) {
    __m512 value;
    if constexpr (Registers == 1) {
      value = _mm512_permutexvar_ps(splits.feature, row.low);
    } else {
      value = _mm512_permutex2var_ps(row.low, splits.feature, row.high);
    }
    // "Not less or equal, unordered": a NaN goes right.
    return _mm512_cmp_ps_mask(value, splits.threshold, _CMP_NLE_UQ);
  }

  // Four steps from heap slot i to 2i + 1 + bit i, in every lane; exits begin at slot 15.
  static void ways_out(const std::uint32_t* bits, std::uint32_t* ways) {
    const __m512i one = _mm512_set1_epi32(1);
    const __m512i right = _mm512_load_si512(bits);
    __m512i slot = _mm512_add_epi32(_mm512_and_si512(right, one), one);
    for (int level = 1; level < 4; ++level) {
      const __m512i bit = _mm512_and_si512(_mm512_srlv_epi32(right, slot), one);
      slot = _mm512_add_epi32(_mm512_add_epi32(slot, slot), _mm512_add_epi32(bit, one));
    }
    _mm512_store_si512(ways, _mm512_sub_epi32(slot, _mm512_set1_epi32(15)));
  }
};

}  // namespace

void path_lengths_avx512(const PackedView& forest,
                         const float* rows,
                         std::size_t n_rows,
                         double* sums) noexcept {
  if (forest.n_columns <= 16) {
    LaneWalk<Avx512<1>>::path_lengths(forest, rows, n_rows, sums);
  } else {
    LaneWalk<Avx512<2>>::path_lengths(forest, rows, n_rows, sums);
  }
}

}  // namespace centinela::forest
