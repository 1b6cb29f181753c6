#include "app/forest_command.h"
#include "cli/commands.h"

#include <memory>

namespace centinela::cli {
namespace {

void define_fit(Arguments arguments) {
  const auto options = std::make_shared<app::ForestFitOptions>();
  arguments.add("--input",
                options->input,
                "CSV with a header, plain, .gz or .zst; - is standard input.",
                Need::required);
  arguments.add("--label", options->label, "Column that is no feature.");
  arguments.add("--trees", options->trees, "Trees; 100 if not given.");
  arguments.add(
      "--sample", options->sample, "Rows that each tree is grown from; 256 if not given.");
  arguments.add("--seed", options->seed, "Seed; 1 if not given.");
  arguments.add("--ensemble", options->ensemble, "Several kinds of trees and rankings, averaged.");
  arguments.add("--model", options->model, "File to write.", Need::required);
  arguments.run([options](Terminal& terminal) { return app::forest_fit(*options, terminal.out); });
}

void define_score(Arguments arguments) {
  const auto options = std::make_shared<app::ForestScoreOptions>();
  arguments.add("--input",
                options->input,
                "CSV with a header, plain, .gz or .zst; - is standard input.",
                Need::required);
  arguments.add(
      "--label", options->label, "Column of 0 and 1: prints AUROC and average precision.");
  arguments.add("--model", options->model, "File that fit wrote.", Need::required);
  arguments.add("--output",
                options->output,
                "CSV of scores, one a row, higher = more anomalous; - is standard output.");
  arguments.run(
      [options](Terminal& terminal) { return app::forest_score(*options, terminal.out); });
}

}  // namespace

void define_forest(Arguments& arguments) {
  define_fit(
      arguments.subcommand("fit",
                           "Grows a forest from a table.",
                           "centinela forest fit --input table.csv --label y --model m.bin"));
  define_score(
      arguments.subcommand("score",
                           "Scores the rows of a table.",
                           "centinela forest score --input table.csv --label y --model m.bin"));
}

}  // namespace centinela::cli
