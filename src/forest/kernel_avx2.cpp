// Compiled with -mavx2; called only where the CPU has it.
#include "forest/kernel.h"
#include "forest/kernel_lanes.h"

#include <immintrin.h>

namespace centinela::forest {
namespace {

// Rows of at most 8 * Registers columns.
template <int Registers>
struct Avx2 {
  static constexpr std::size_t lanes = 8;
  static constexpr std::size_t row_floats = std::size_t{8} * Registers;

  struct Row {
    __m256 part[Registers];  // NOLINT(modernize-avoid-c-arrays): see kernel.h
  };
  struct Splits {
    __m256 threshold_low;
    __m256 threshold_high;
    __m256i feature_low;
    __m256i feature_high;
  };

  static Row load_row(const float* padded) {
    Row row;
    for (std::size_t i = 0; i < Registers; ++i) {
      row.part[i] = _mm256_load_ps(padded + 8 * i);
    }
    return row;
  }

  static Splits load_splits(const Block& block) {
    const auto* const feature = reinterpret_cast<const __m128i*>(&block.feature);
    return {.threshold_low = _mm256_load_ps(block.threshold),
            .threshold_high = _mm256_load_ps(block.threshold + 8),
            .feature_low = _mm256_cvtepu16_epi32(_mm_load_si128(feature)),
            .feature_high = _mm256_cvtepu16_epi32(_mm_load_si128(feature + 1))};
  }

  // row[index[i]] for eight i: the permutation reads the low three bits of an index; bits 3 and 4,
  // moved up to the sign, choose among the registers.
  static __m256 pick(const Row& row, __m256i index) {
    const __m256 first = _mm256_permutevar8x32_ps(row.part[0], index);
    if constexpr (Registers == 1) {
      return first;
    } else {
      const __m256 bit3 = _mm256_castsi256_ps(_mm256_slli_epi32(index, 28));
      const __m256 second = _mm256_permutevar8x32_ps(row.part[1], index);
      const __m256 low = _mm256_blendv_ps(first, second, bit3);
      if constexpr (Registers == 2) {
        return low;
      } else {
        const __m256 bit4 = _mm256_castsi256_ps(_mm256_slli_epi32(index, 27));
        const __m256 third = _mm256_permutevar8x32_ps(row.part[2], index);
        if constexpr (Registers == 4) {
          const __m256 last = _mm256_permutevar8x32_ps(row.part[3], index);
          return _mm256_blendv_ps(low, _mm256_blendv_ps(third, last, bit3), bit4);
        } else {
          return _mm256_blendv_ps(low, third, bit4);
        }
      }
    }
  }

  static std::uint32_t go_right(const Row& row, const Splits& splits) {
    // "Not less or equal, unordered": a NaN goes right.
    const __m256 low =
        _mm256_cmp_ps(pick(row, splits.feature_low), splits.threshold_low, _CMP_NLE_UQ);
    const __m256 high =
        _mm256_cmp_ps(pick(row, splits.feature_high), splits.threshold_high, _CMP_NLE_UQ);
    return static_cast<std::uint32_t>(_mm256_movemask_ps(low)) |
           (static_cast<std::uint32_t>(_mm256_movemask_ps(high)) << 8U);
  }

  // Four steps from heap slot i to 2i + 1 + bit i, in every lane; exits begin at slot 15.
  static void ways_out(const std::uint32_t* bits, std::uint32_t* ways) {
    const __m256i one = _mm256_set1_epi32(1);
    const __m256i right = _mm256_load_si256(reinterpret_cast<const __m256i*>(bits));
    __m256i slot = _mm256_add_epi32(_mm256_and_si256(right, one), one);
    for (int level = 1; level < 4; ++level) {
      const __m256i bit = _mm256_and_si256(_mm256_srlv_epi32(right, slot), one);
      slot = _mm256_add_epi32(_mm256_add_epi32(slot, slot), _mm256_add_epi32(bit, one));
    }
    _mm256_store_si256(reinterpret_cast<__m256i*>(ways),
                       _mm256_sub_epi32(slot, _mm256_set1_epi32(15)));
  }
};

}  // namespace

void path_lengths_avx2(const PackedView& forest,
                       const float* rows,
                       std::size_t n_rows,
                       double* sums) noexcept {
  if (forest.n_columns <= 8) {
    LaneWalk<Avx2<1>>::path_lengths(forest, rows, n_rows, sums);
  } else if (forest.n_columns <= 16) {
    LaneWalk<Avx2<2>>::path_lengths(forest, rows, n_rows, sums);
  } else if (forest.n_columns <= 24) {
    LaneWalk<Avx2<3>>::path_lengths(forest, rows, n_rows, sums);
  } else {
    LaneWalk<Avx2<4>>::path_lengths(forest, rows, n_rows, sums);
  }
}

}  // namespace centinela::forest
