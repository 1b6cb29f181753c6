// Scoring: how anomalous rows are under a forest, and which features make them so. Floor 2, pure.
//
// Thread-safe on a shared Forest; allocates nothing. All kernels give the same bits.
#pragma once

#include "centinela/forest/forest.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace centinela::forest {

// One algorithm, three instruction sets. Those that the CPU or the forest's width (more than 32
// columns) does not allow fall back to scalar.
enum class Kernel : std::uint8_t { scalar, avx2, avx512 };

[[nodiscard]] std::string_view to_string(Kernel kernel) noexcept;

// The widest kernel that this CPU runs; found once.
[[nodiscard]] Kernel best_kernel() noexcept;

// rows[n_rows * n_columns], row-major; scores[n_rows] in (0, 1], higher = more anomalous.
// Liu, Ting, Zhou 2008, eq. 2: s = 2^(-E[h] / c(sample)); h is the depth of the leaf plus
// c(training rows in it). c(1) is 0, so a forest grown from one row scores 0.5 everywhere.
// A NaN compares false with every threshold and goes right: a missing value counts as larger than
// all. Path lengths are summed in the order of the trees, so scores do not depend on the batch.
void anomaly_scores(const Forest& forest,
                    std::span<const float> rows,
                    std::span<double> scores) noexcept;

// The same with a kernel of one's choice; for tests and benchmarks.
void anomaly_scores(const Forest& forest,
                    std::span<const float> rows,
                    std::span<double> scores,
                    Kernel kernel) noexcept;

// Writes to credits[n_columns] what each feature contributes to the isolation of one row, such that
//   1 + log2(score) = sum of credits.
// A split that sends the row from n training rows to m earns its feature c(n) - c(m) - 1: the
// levels saved against what a random tree expects (c(n) is 1 + the expected c of the child, so the
// credit of a typical row is 0 on average). Path credit after Saabas 2014, in the units of Liu's
// score; no sampling, one walk per tree. All zero when the sample size is 1.
void path_credits(const Forest& forest,
                  std::span<const float> row,
                  std::span<double> credits) noexcept;

// shares[n_columns]: the positive path credits, divided by their sum; they add up to 1. All zero
// when no feature isolates the row.
void attributions(const Forest& forest,
                  std::span<const float> row,
                  std::span<double> shares) noexcept;

}  // namespace centinela::forest
