#include "app/series_command.h"
#include "cli/commands.h"

#include <memory>

namespace centinela::cli {

void define_series(Arguments& arguments) {
  Arguments score =
      arguments.subcommand("score",
                           "Scores each value by those before it in its series.",
                           "centinela series score --input series.csv --output scores.csv");
  const auto options = std::make_shared<app::SeriesScoreOptions>();
  score.add(
      "--input",
      options->input,
      "CSV with the columns series, timestamp and value, plain, .gz or .zst; - is standard input.",
      Need::required);
  score.add("--output",
            options->output,
            "CSV of series, timestamp and score, higher = more anomalous; - for standard output.",
            Need::required);
  score.run([options](Terminal& terminal) { return app::series_score(*options, terminal.out); });
}

}  // namespace centinela::cli
