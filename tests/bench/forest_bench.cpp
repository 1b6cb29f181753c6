// Isolation forest, 100 trees of 256 rows over 20 features: cost per row by batch size and kernel,
// cost of training and of an explanation. Inliers and outliers mixed, 4 096 rows in rotation, so
// that branches and caches see fresh data.
#include "centinela/base/rng.h"
#include "centinela/forest/fit.h"
#include "centinela/forest/scoring.h"

#include <benchmark/benchmark.h>

#include <vector>

namespace centinela::forest {
namespace {

constexpr std::size_t n_columns = 20;
constexpr std::size_t n_rows = 4096;

std::vector<float> make_rows() {
  Rng rng(20261121);
  std::vector<float> rows(n_rows * n_columns);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const bool is_outlier = (i / n_columns) % 50 == 0;
    rows[i] = static_cast<float>(rng.normal() * (is_outlier ? 4 : 1));
  }
  return rows;
}

const std::vector<float>& rows() {
  static const std::vector<float> made = make_rows();
  return made;
}

const Forest& model() {
  static const Forest made = std::move(fit({.values = rows(), .n_columns = n_columns}, {})).value();
  return made;
}

void score_batches(benchmark::State& state, Kernel kernel) {
  if (kernel > best_kernel()) {
    state.SkipWithError("this CPU lacks the kernel's instructions");
    return;
  }
  const auto batch = static_cast<std::size_t>(state.range(0));
  std::vector<double> scores(batch);
  const std::span<const float> all(rows());
  std::size_t at = 0;
  for (auto _ : state) {
    anomaly_scores(model(), all.subspan(at * n_columns, batch * n_columns), scores, kernel);
    benchmark::DoNotOptimize(scores.data());
    at = (at + batch) % n_rows;
  }
  const auto scored = state.iterations() * state.range(0);
  state.SetItemsProcessed(scored);
  state.counters["ns_per_row"] =
      benchmark::Counter(static_cast<double>(scored) * 1e-9,
                         benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void forest_fit(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(fit({.values = rows(), .n_columns = n_columns}, {}));
  }
}

void forest_attribution(benchmark::State& state) {
  std::vector<double> shares(n_columns);
  const std::span<const float> all(rows());
  std::size_t at = 0;
  for (auto _ : state) {
    attributions(model(), all.subspan(at * n_columns, n_columns), shares);
    benchmark::DoNotOptimize(shares.data());
    at = (at + 1) % n_rows;
  }
}

BENCHMARK_CAPTURE(score_batches, scalar, Kernel::scalar)->Arg(1)->Arg(16)->Arg(64)->Arg(512);
BENCHMARK_CAPTURE(score_batches, avx2, Kernel::avx2)->Arg(1)->Arg(16)->Arg(64)->Arg(512);
BENCHMARK_CAPTURE(score_batches, avx512, Kernel::avx512)->Arg(1)->Arg(16)->Arg(64)->Arg(512);
BENCHMARK(forest_fit)->Unit(benchmark::kMillisecond);
BENCHMARK(forest_attribution);

}  // namespace
}  // namespace centinela::forest
