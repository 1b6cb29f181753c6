// CellReader: CSV (RFC 4180) taken apart cell by cell, and what cells mean. Floor 9, one thread.
//
// Borrows the text; a cell lives until the next one is read. Errors name line and column, never
// what stands there.
#pragma once

#include "centinela/base/result.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace centinela::source {

class CellReader {
 public:
  // A byte order mark is stepped over.
  explicit CellReader(std::string_view text) noexcept;

  [[nodiscard]] bool at_end() const noexcept { return at_ >= text_.size(); }
  // True after the last cell of a line.
  [[nodiscard]] bool is_line_done() const noexcept { return is_line_done_; }
  [[nodiscard]] std::size_t line() const noexcept { return line_; }
  // Whether only line ends are left.
  [[nodiscard]] bool is_rest_blank() const noexcept;

  // The next cell without its quotes. Error: bad_data.
  [[nodiscard]] Result<std::string_view> next();

 private:
  Result<std::string_view> plain();
  Result<std::string_view> quoted();
  Result<std::string_view> close_quote();
  void finish();

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  bool is_line_done_ = false;
  std::string buffer_;
};

// The column names of the first line. Error (bad_data): none, an empty one, or one twice.
[[nodiscard]] Result<std::vector<std::string>> read_csv_header(CellReader& cells);

// Without spaces and tabs around it.
[[nodiscard]] std::string_view trim_cell(std::string_view cell) noexcept;

// NaN where the cell is missing (empty, NA, NaN or null in any case); nullopt for what is neither
// that nor a finite number.
[[nodiscard]] std::optional<double> parse_csv_number(std::string_view cell);

}  // namespace centinela::source
