// CsvTable: a table of numbers with named columns, from CSV (RFC 4180). Floor 9; the parser is
// pure.
//
// Errors name line and column of the file, never what stands there.
#pragma once

#include "centinela/base/result.h"

#include <cstddef>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace centinela::source {

struct CsvTable {
  std::vector<std::string> names;  // one a column, unique
  std::vector<double> values;  // [n_rows * names.size()], row-major; NaN where a value is missing

  [[nodiscard]] std::size_t n_columns() const noexcept { return names.size(); }
  [[nodiscard]] std::size_t n_rows() const noexcept {
    return names.empty() ? 0 : values.size() / names.size();
  }
  [[nodiscard]] std::optional<std::size_t> column(std::string_view name) const noexcept;
};

// A header line, then one row a line with as many cells; LF or CRLF, quotes allowed, blank lines
// at the end skipped. A cell is a finite number, or missing: empty, NA, NaN or null in any case.
// Error (bad_data) with line and column, counted from 1.
[[nodiscard]] Result<CsvTable> parse_csv_table(std::string_view text);

// Plain, gzip or zstd, by content. Errors as above, with the path.
[[nodiscard]] Result<CsvTable> read_csv_table(const std::filesystem::path& path);

}  // namespace centinela::source
