// Tables and forests for tests, from a seed.
#pragma once

#include "centinela/base/rng.h"
#include "centinela/forest/fit.h"
#include "centinela/forest/forest.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace centinela::forest {

// Independent standard normal values.
inline std::vector<float> normal_rows(std::size_t n_rows,
                                      std::size_t n_columns,
                                      std::uint64_t seed = 7) {
  Rng rng(seed);
  std::vector<float> rows(n_rows * n_columns);
  for (float& value : rows) {
    value = static_cast<float>(rng.normal());
  }
  return rows;
}

inline Forest fit_normal(std::size_t n_columns, const FitOptions& options = {}) {
  const std::vector<float> rows = normal_rows(1000, n_columns);
  return std::move(fit({.values = rows, .n_columns = n_columns}, options)).value();
}

// One split on f0 at 0.5: three rows to the left, one to the right.
inline ForestParts stump() {
  return {.trees = {{{.right = 2, .rows = 4, .threshold = 0.5F, .feature = 0},
                     {.rows = 3},
                     {.rows = 1}}},
          .sample_size = 4,
          .feature_names = {"f0", "f1"},
          .schema_hash = 0,
          .facts = {}};
}

}  // namespace centinela::forest
