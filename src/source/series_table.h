// SeriesTable: named series of timed numbers from CSV, in the order of the file. Floor 9; the
// parser is pure.
//
// Errors name line and column of the file, never what stands there.
#pragma once

#include "centinela/base/result.h"
#include "centinela/base/time.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace centinela::source {

inline constexpr std::size_t series_max = 10'000;

struct SeriesRow {
  std::uint32_t series = 0;  // index in SeriesTable::names
  EventTime time;
  std::string timestamp;  // as it stands in the file
  double value = 0;       // NaN where it is missing
};

struct SeriesTable {
  std::vector<std::string> names;  // in the order of their first rows
  std::vector<SeriesRow> rows;
};

// A header that names at least series, timestamp and value, in any order; other columns are
// ignored. A timestamp is RFC 3339, with a space for the T if it likes and UTC where it names no
// zone, or whole milliseconds since the epoch. Series may be interleaved.
// Error (bad_data) with line and column: also for more than series_max series.
[[nodiscard]] Result<SeriesTable> parse_series_table(std::string_view text);

// Plain, gzip or zstd, by content. Errors as above, with the path.
[[nodiscard]] Result<SeriesTable> read_series_table(const std::filesystem::path& path);

}  // namespace centinela::source
