#include "centinela/forest/scoring.h"

#include "centinela/base/check.h"

#include "forest/kernel.h"
#include "forest/packing.h"

#include <algorithm>
#include <cmath>

namespace centinela::forest {
namespace {

Kernel detect_kernel() noexcept {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") != 0) {
    return Kernel::avx512;
  }
  if (__builtin_cpu_supports("avx2") != 0) {
    return Kernel::avx2;
  }
#endif
  return Kernel::scalar;
}

KernelFunction function_of(Kernel wanted, std::size_t n_columns) noexcept {
#if defined(__x86_64__)
  // The order of the enumerators is the order of what a CPU can do.
  const Kernel kernel = std::min(wanted, best_kernel());
  if (n_columns <= wide_columns_max && kernel == Kernel::avx512) {
    return path_lengths_avx512;
  }
  if (n_columns <= wide_columns_max && kernel == Kernel::avx2) {
    return path_lengths_avx2;
  }
#else
  (void)wanted;
  (void)n_columns;
#endif
  return path_lengths_scalar;
}

}  // namespace

std::string_view to_string(Kernel kernel) noexcept {
  switch (kernel) {
    case Kernel::scalar:
      return "scalar";
    case Kernel::avx2:
      return "avx2";
    case Kernel::avx512:
      return "avx512";
  }
  return "unknown";
}

Kernel best_kernel() noexcept {
  static const Kernel kernel = detect_kernel();
  return kernel;
}

void anomaly_scores(const Forest& forest,
                    std::span<const float> rows,
                    std::span<double> scores) noexcept {
  anomaly_scores(forest, rows, scores, best_kernel());
}

void anomaly_scores(const Forest& forest,
                    std::span<const float> rows,
                    std::span<double> scores,
                    Kernel kernel) noexcept {
  CENTINELA_CHECK(rows.size() == scores.size() * forest.n_columns());
  const PackedForest& packed = forest.packed();
  function_of(kernel, forest.n_columns())(packed.view(), rows.data(), scores.size(), scores.data());
  for (double& score : scores) {
    // A sample of one row tells nothing apart: 2^-1, as in scikit-learn.
    score = packed.normaliser > 0 ? std::exp2(-score / packed.normaliser) : 0.5;
  }
}

}  // namespace centinela::forest
