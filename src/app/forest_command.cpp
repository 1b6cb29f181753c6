#include "app/forest_command.h"

#include "centinela/forest/ensemble.h"
#include "centinela/forest/fit.h"
#include "centinela/forest/forest_file.h"
#include "centinela/forest/scoring.h"

#include "app/named_files.h"
#include "evaluation/ranking_metrics.h"
#include "source/csv_table.h"
#include "source/whole_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <ostream>
#include <utility>
#include <vector>

namespace centinela::app {
namespace {

using source::CsvTable;

// Some columns of a table as the forest takes them.
struct Rows {
  std::vector<float> values{};
  std::size_t n_columns = 0;
  std::size_t n_rows = 0;
};

// Beyond float's range stands float's largest value: still larger than all others.
float to_float(double value) {
  constexpr double max = std::numeric_limits<float>::max();
  return static_cast<float>(std::isnan(value) ? value : std::clamp(value, -max, max));
}

Rows pick_columns(const CsvTable& table, const std::vector<std::size_t>& columns) {
  Rows rows{.n_columns = columns.size(), .n_rows = table.n_rows()};
  rows.values.reserve(rows.n_rows * rows.n_columns);
  for (std::size_t r = 0; r < rows.n_rows; ++r) {
    for (const std::size_t column : columns) {
      rows.values.push_back(to_float(table.values[r * table.n_columns() + column]));
    }
  }
  return rows;
}

Result<std::size_t> find_column(const CsvTable& table,
                                const std::string& name,
                                std::string_view what) {
  if (const auto column = table.column(name)) {
    return *column;
  }
  return Error{Errc::bad_data,
               fmt::format("the table has no column \"{}\", which {}; line 1 has to name its {} "
                           "columns",
                           name,
                           what,
                           table.n_columns())};
}

Result<std::vector<std::size_t>> feature_columns(const CsvTable& table,
                                                 const std::optional<std::string>& label) {
  std::size_t excluded = table.n_columns();
  if (label) {
    CENTINELA_TRY(excluded, find_column(table, *label, "--label names"));
  }
  std::vector<std::size_t> columns;
  for (std::size_t column = 0; column < table.n_columns(); ++column) {
    if (column != excluded) {
      columns.push_back(column);
    }
  }
  return columns;
}

Result<std::vector<std::size_t>> model_columns(const CsvTable& table,
                                               const forest::ForestParts& model) {
  std::vector<std::size_t> columns;
  for (const std::string& name : model.feature_names) {
    CENTINELA_TRY(const std::size_t column,
                  find_column(table, name, "the model takes as a feature"));
    columns.push_back(column);
  }
  return columns;
}

Result<std::vector<std::uint8_t>> read_labels(const CsvTable& table, const std::string& name) {
  CENTINELA_TRY(const std::size_t column, find_column(table, name, "--label names"));
  std::vector<std::uint8_t> labels;
  for (std::size_t r = 0; r < table.n_rows(); ++r) {
    const double value = table.values[r * table.n_columns() + column];
    if (value != 0 && value != 1) {
      return Error{Errc::bad_data,
                   fmt::format("row {} of the table, column {} ({}): expected a label 0 or 1",
                               r + 1,
                               column + 1,
                               name)};
    }
    labels.push_back(static_cast<std::uint8_t>(value));
  }
  return labels;
}

Result<std::string> fit_model(const Rows& rows, const forest::FitOptions& options, bool ensemble) {
  const forest::Table table{.values = rows.values, .n_columns = rows.n_columns};
  if (ensemble) {
    CENTINELA_TRY(const forest::Ensemble fitted, forest::fit_ensemble(table, options));
    return forest::encode(fitted);
  }
  CENTINELA_TRY(const forest::Forest fitted, forest::fit(table, options));
  return forest::encode(fitted);
}

// Scores every row of the table with whatever kind of model the bytes hold.
Result<std::vector<double>> score_table(std::string_view model, const CsvTable& table) {
  std::vector<double> scores(table.n_rows());
  if (forest::holds_ensemble(model)) {
    CENTINELA_TRY(const forest::Ensemble ensemble, forest::decode_ensemble(model));
    CENTINELA_TRY(const auto columns, model_columns(table, ensemble.forest().parts()));
    forest::anomaly_scores(ensemble, pick_columns(table, columns).values, scores);
    return scores;
  }
  CENTINELA_TRY(const forest::Forest forest, forest::decode(model));
  CENTINELA_TRY(const auto columns, model_columns(table, forest.parts()));
  forest::anomaly_scores(forest, pick_columns(table, columns).values, scores);
  return scores;
}

std::string format_scores(const std::vector<double>& scores) {
  std::string text = "score\n";
  for (const double score : scores) {
    // The shortest digits that read back as the same double.
    fmt::format_to(std::back_inserter(text), "{}\n", score);
  }
  return text;
}

}  // namespace

Result<void> forest_fit(const ForestFitOptions& options, std::ostream& out) {
  CENTINELA_TRY(NamedFiles{}
                    .reads("--input", options.input)
                    .writes("--model", options.model)
                    .needs_place("--model", options.model)
                    .check());
  CENTINELA_TRY(const CsvTable table, source::read_csv_table(options.input));
  CENTINELA_TRY(const auto columns, feature_columns(table, options.label));
  const Rows rows = pick_columns(table, columns);
  forest::FitOptions fit_options{.trees = options.trees,
                                 .sample = options.sample,
                                 .seed = options.seed,
                                 .origin = "centinela forest fit"};
  for (const std::size_t column : columns) {
    fit_options.feature_names.push_back(table.names[column]);
  }
  CENTINELA_TRY(const std::string model, fit_model(rows, fit_options, options.ensemble));
  CENTINELA_TRY(source::write_whole_file(options.model, model));
  out << fmt::format("{} of {} trees on {} rows of {} features written to {}\n",
                     options.ensemble ? "ensemble" : "forest",
                     options.trees,
                     rows.n_rows,
                     rows.n_columns,
                     options.model.string());
  return {};
}

Result<void> forest_score(const ForestScoreOptions& options, std::ostream& out) {
  CENTINELA_TRY(NamedFiles{}
                    .reads("--input", options.input)
                    .reads("--model", options.model)
                    .writes("--output", options.output)
                    .needs_place("--model", options.model)
                    .check());
  CENTINELA_TRY(const std::string model, source::read_whole_file(options.model));
  CENTINELA_TRY(const CsvTable table, source::read_csv_table(options.input));
  std::vector<std::uint8_t> labels;
  if (options.label) {
    CENTINELA_TRY(labels, read_labels(table, *options.label));
  }
  CENTINELA_TRY(const std::vector<double> scores, score_table(model, table));
  if (options.output && options.output != "-") {
    CENTINELA_TRY(source::write_whole_file(*options.output, format_scores(scores)));
  } else if (options.output || !options.label) {
    out << format_scores(scores);
  }
  if (options.label) {
    CENTINELA_TRY(const auto metrics, evaluation::ranking_metrics(scores, labels));
    out << fmt::format("AUROC {:.5f}\nAP {:.5f}\n", metrics.auroc, metrics.average_precision);
  }
  return {};
}

}  // namespace centinela::app
