#include "app/series_command.h"

#include "centinela/stats/series_scorer.h"

#include "app/named_files.h"
#include "source/series_table.h"
#include "source/whole_file.h"

#include <fmt/format.h>

#include <iterator>
#include <ostream>
#include <string>
#include <vector>

namespace centinela::app {
namespace {

// RFC 4180: quoted where it must be, quotes doubled.
std::string csv_cell(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) {
    return text;
  }
  std::string cell = "\"";
  for (const char c : text) {
    cell += c == '"' ? "\"\"" : std::string(1, c);
  }
  return cell + '"';
}

std::string score_rows(const source::SeriesTable& table) {
  std::vector<stats::SeriesScorer> scorers(table.names.size());
  std::vector<std::string> names;
  names.reserve(table.names.size());
  for (const std::string& name : table.names) {
    names.push_back(csv_cell(name));
  }
  std::string text = "series,timestamp,score\n";
  for (const source::SeriesRow& row : table.rows) {
    const double score = scorers[row.series].score(row.time, row.value);
    fmt::format_to(
        std::back_inserter(text), "{},{},{}\n", names[row.series], csv_cell(row.timestamp), score);
  }
  return text;
}

}  // namespace

Result<void> series_score(const SeriesScoreOptions& options, std::ostream& out) {
  CENTINELA_TRY(
      NamedFiles{}.reads("--input", options.input).writes("--output", options.output).check());
  CENTINELA_TRY(const source::SeriesTable table, source::read_series_table(options.input));
  const std::string scores = score_rows(table);
  if (options.output == "-") {
    out << scores;
    return {};
  }
  CENTINELA_TRY(source::write_whole_file(options.output, scores));
  out << fmt::format("{} rows of {} series scored to {}\n",
                     table.rows.size(),
                     table.names.size(),
                     options.output.string());
  return {};
}

}  // namespace centinela::app
