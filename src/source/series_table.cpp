#include "source/series_table.h"

#include "source/csv_cells.h"
#include "source/whole_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <system_error>
#include <unordered_map>
#include <utility>

namespace centinela::source {
namespace {

enum Column : std::uint8_t { series_column, timestamp_column, value_column, column_count };

constexpr std::array<std::string_view, column_count> column_names{"series", "timestamp", "value"};

struct Columns {
  std::array<std::size_t, column_count> index{};
  std::size_t width = 0;
};

Result<Columns> find_columns(CellReader& cells) {
  if (cells.is_rest_blank()) {
    return Error{Errc::bad_data,
                 "line 1: expected a header with series, timestamp and value, found nothing"};
  }
  CENTINELA_TRY(const auto names, read_csv_header(cells));
  Columns columns{.width = names.size()};
  for (std::size_t i = 0; i < column_count; ++i) {
    const auto found = std::find(names.begin(), names.end(), column_names[i]);
    if (found == names.end()) {
      return Error{Errc::bad_data,
                   fmt::format("line 1: expected a column {}, found {} others; the header names "
                               "at least series,timestamp,value",
                               column_names[i],
                               names.size())};
    }
    columns.index[i] = static_cast<std::size_t>(found - names.begin());
  }
  return columns;
}

std::optional<EventTime> parse_timestamp(std::string_view text) {
  std::int64_t milliseconds = 0;
  const char* const last = text.data() + text.size();
  const auto [end, failure] = std::from_chars(text.data(), last, milliseconds);
  if (failure == std::errc{} && end == last) {
    return EventTime{milliseconds};
  }
  const Result<EventTime> time = parse_rfc3339(text);
  const Result<EventTime> zoned = time ? time : parse_rfc3339(std::string(text) + "Z");
  return zoned ? std::optional(*zoned) : std::nullopt;
}

Error bad_cell(std::size_t line, std::size_t column, std::string_view expected) {
  return {Errc::bad_data, fmt::format("line {}, column {}: expected {}", line, column, expected)};
}

class Builder {
 public:
  explicit Builder(const Columns& columns) : columns_(columns) {}

  Result<void> read_row(CellReader& cells) {
    std::size_t column = 0;
    std::size_t line = 0;
    row_ = {};
    do {
      CENTINELA_TRY(const std::string_view cell, cells.next());
      line = cells.line();
      CENTINELA_TRY(take(trim_cell(cell), line, column));
      ++column;
    } while (!cells.is_line_done());
    if (column != columns_.width) {
      return Error{Errc::bad_data,
                   fmt::format("line {}: expected {} cells as in the header, found {}",
                               line,
                               columns_.width,
                               column)};
    }
    table_.rows.push_back(std::move(row_));
    return {};
  }

  SeriesTable take_table() { return std::move(table_); }

 private:
  Result<void> take(std::string_view cell, std::size_t line, std::size_t column) {
    if (column == columns_.index[series_column]) {
      return take_series(cell, line, column);
    }
    if (column == columns_.index[timestamp_column]) {
      const auto time = parse_timestamp(cell);
      if (!time) {
        return bad_cell(line,
                        column + 1,
                        "a timestamp: 2026-11-21T19:49:26Z, 2026-11-21 19:49:26 (UTC), or "
                        "milliseconds since the epoch");
      }
      row_.time = *time;
      row_.timestamp = cell;
    }
    if (column == columns_.index[value_column]) {
      const auto value = parse_csv_number(cell);
      if (!value) {
        return bad_cell(line, column + 1, "a finite number or an empty cell");
      }
      row_.value = *value;
    }
    return {};
  }

  Result<void> take_series(std::string_view cell, std::size_t line, std::size_t column) {
    const auto next = static_cast<std::uint32_t>(table_.names.size());
    const auto [at, is_new] = index_.try_emplace(std::string(cell), next);
    if (is_new && next >= series_max) {
      return bad_cell(line, column + 1, fmt::format("at most {} series", series_max));
    }
    if (is_new) {
      table_.names.emplace_back(cell);
    }
    row_.series = at->second;
    return {};
  }

  Columns columns_;
  SeriesTable table_;
  SeriesRow row_;
  std::unordered_map<std::string, std::uint32_t> index_;
};

}  // namespace

Result<SeriesTable> parse_series_table(std::string_view text) {
  CellReader cells(text);
  CENTINELA_TRY(const Columns columns, find_columns(cells));
  Builder builder(columns);
  while (!cells.is_rest_blank()) {
    CENTINELA_TRY(builder.read_row(cells));
  }
  return builder.take_table();
}

Result<SeriesTable> read_series_table(const std::filesystem::path& path) {
  CENTINELA_TRY(const std::string text, read_whole_input(path));
  auto table = parse_series_table(text);
  if (!table) {
    return Error{table.error().code, fmt::format("{}: {}", path.string(), table.error().detail)};
  }
  return table;
}

}  // namespace centinela::source
