#include "source/csv_table.h"

#include "source/csv_cells.h"
#include "source/whole_file.h"

#include <fmt/format.h>

#include <algorithm>

namespace centinela::source {
namespace {

// Without the column's name: a table without a header has somebody's data there.
Error bad_cell(std::size_t line, std::size_t column) {
  return {Errc::bad_data,
          fmt::format(
              "line {}, column {}: expected a finite number or an empty cell", line, column + 1)};
}

Result<void> read_row(CellReader& cells, CsvTable& table) {
  std::size_t column = 0;
  std::size_t line = 0;
  do {
    CENTINELA_TRY(const std::string_view cell, cells.next());
    line = cells.line();
    if (column < table.n_columns()) {
      const std::optional<double> value = parse_csv_number(cell);
      if (!value) {
        return bad_cell(line, column);
      }
      table.values.push_back(*value);
    }
    ++column;
  } while (!cells.is_line_done());
  if (column != table.n_columns()) {
    return Error{Errc::bad_data,
                 fmt::format("line {}: expected {} cells as in the header, found {}",
                             line,
                             table.n_columns(),
                             column)};
  }
  return {};
}

}  // namespace

std::optional<std::size_t> CsvTable::column(std::string_view name) const noexcept {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) {
    return std::nullopt;
  }
  return static_cast<std::size_t>(found - names.begin());
}

Result<CsvTable> parse_csv_table(std::string_view text) {
  CellReader cells(text);
  if (cells.is_rest_blank()) {
    return Error{Errc::bad_data, "line 1: expected a header of column names, found nothing"};
  }
  CsvTable table;
  CENTINELA_TRY(table.names, read_csv_header(cells));
  while (!cells.is_rest_blank()) {
    CENTINELA_TRY(read_row(cells, table));
  }
  return table;
}

Result<CsvTable> read_csv_table(const std::filesystem::path& path) {
  CENTINELA_TRY(const std::string text, read_whole_input(path));
  auto table = parse_csv_table(text);
  if (!table) {
    return Error{table.error().code, fmt::format("{}: {}", path.string(), table.error().detail)};
  }
  return table;
}

}  // namespace centinela::source
