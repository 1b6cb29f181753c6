// fit: grows an isolation forest from a table of numbers. Floor 2, pure; the seed decides all.
//
// Borrows the table for the call only.
#pragma once

#include "centinela/base/result.h"
#include "centinela/forest/forest.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace centinela::forest {

// Borrowed rows: values[n_rows * n_columns], row-major. NaN marks a missing value.
struct Table {
  std::span<const float> values;
  std::size_t n_columns = 0;

  [[nodiscard]] std::size_t n_rows() const noexcept {
    return n_columns == 0 ? 0 : values.size() / n_columns;
  }
  [[nodiscard]] std::span<const float> row(std::size_t index) const noexcept {
    return values.subspan(index * n_columns, n_columns);
  }
};

struct FitOptions {
  std::size_t trees = 100;
  // Rows per tree, drawn without replacement; the whole table when it has fewer.
  std::size_t sample = 256;
  std::uint64_t seed = 1;
  // Empty: columns are called f0, f1, ...
  std::vector<std::string> feature_names{};
  std::uint64_t schema_hash = 0;
  std::string origin{};
};

// Liu, Ting, Zhou 2008: every node takes a column that is not constant in it, uniformly, and a
// threshold uniform between the column's smallest and largest value; growth ends at one row, at
// ceil(log2(sample)) levels, or when all columns are constant.
// Values that are not finite are left out of the range; NaN goes right, as in scoring.
// Error: usage for options out of bounds, bad_data for an empty or ragged table.
[[nodiscard]] Result<Forest> fit(const Table& table, const FitOptions& options);

}  // namespace centinela::forest
