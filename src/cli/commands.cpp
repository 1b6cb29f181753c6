#include "cli/commands.h"

#include <array>

namespace centinela::cli {

// NOLINTNEXTLINE(readability-function-size): a table
std::span<const Command> commands() noexcept {
  static constexpr std::string_view operation = "Operation";
  static constexpr std::string_view data_science = "Data and models";
  static constexpr std::string_view privacy = "Privacy";
  static constexpr auto table = std::to_array<Command>({
      {"demo",
       operation,
       "Shows the whole thing in one process: a simulated platform, planted attacks, alerts.",
       "centinela demo --duration 60s",
       define_demo},
      {"run",
       operation,
       "Runs the daemon.",
       "centinela run --config /etc/centinela/centinela.yaml",
       define_run},
      {"check",
       operation,
       "Says what is wrong with a configuration and its surroundings.",
       "centinela check --config centinela.yaml --offline",
       define_check},
      {"status",
       operation,
       "Prints what a running daemon says about itself.",
       "centinela status --config centinela.yaml",
       define_status},
      {"healthcheck",
       operation,
       "Exits with 0 when a running daemon is alive.",
       "centinela healthcheck --ready",
       define_healthcheck},
      {"print-config",
       operation,
       "Prints the configuration in force, secrets hidden.",
       "centinela print-config --config centinela.yaml --show-origin",
       define_print_config},
      {"verdict",
       operation,
       "Rules on alerts: their ids and your reasons come on standard input.",
       "centinela verdict --config centinela.yaml --ruling benign < rulings.txt",
       define_verdict},
      {"replay",
       data_science,
       "Judges the events of a file with the daemon's engine.",
       "centinela replay --config centinela.yaml --input events.jsonl.zst --alerts alerts.jsonl",
       define_replay},
      {"train",
       data_science,
       "Trains forest and calibration on history.",
       "centinela train --config centinela.yaml --input history.jsonl.zst --output models/mine",
       define_train},
      {"forest",
       data_science,
       "Fits and scores an isolation forest on any numeric table.",
       "centinela forest fit --input table.csv --model forest.bin",
       define_forest},
      {"series",
       data_science,
       "Scores plain series of counts or levels.",
       "centinela series score --input series.csv.gz --output scores.csv",
       define_series},
      {"simulate",
       data_science,
       "Writes a labelled workload of a simulated platform.",
       "centinela simulate --profile small --seed 7 --output /tmp/world",
       define_simulate},
      {"evaluate",
       data_science,
       "Judges alerts by the labels of a workload.",
       "centinela evaluate --truth /tmp/world --alerts alerts.jsonl --budget 5,20,50",
       define_evaluate},
      {"token",
       privacy,
       "Makes a token key, or the tokens of identifiers on standard input.",
       "centinela token --new-key /var/lib/centinela/token.key",
       define_token},
      {"reveal",
       privacy,
       "Resolves the tokens of alerts on standard input, for a stated reason.",
       "centinela reveal --config centinela.yaml --reason 'case 4711' --input events.jsonl < "
       "alerts.jsonl",
       define_reveal},
      {"version", operation, "Prints the version.", "centinela version", define_version},
  });
  return table;
}

}  // namespace centinela::cli
