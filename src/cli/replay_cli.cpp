#include "app/replay_command.h"
#include "cli/commands.h"

#include <memory>

namespace centinela::cli {

void define_replay(Arguments& arguments) {
  const auto options = std::make_shared<app::ReplayOptions>();
  arguments.add_config(options->config);
  arguments.add("--input",
                options->input,
                "JSON Lines, or a CSV table under a flat preset; plain, .gz or .zst; - is standard "
                "input.",
                Need::required);
  arguments.add("--alerts",
                options->alerts,
                "Where every revision of an alert goes, one JSON line each; standard output if "
                "not given.");
  arguments.add("--dead-letters",
                options->dead_letters,
                "Where records that do not decode are listed, without their contents.");
  arguments.add("--verdicts",
                options->verdicts,
                "Control records (JSON Lines, as verdict --output writes them); each enters the "
                "log at its time.");
  arguments.add("--summary", options->summary, "Where the counts go, as one JSON object.");
  arguments.add("--scores",
                options->scores,
                "Where it is counted how often calibrated p-values fell below each level, by day; "
                "for evaluate --scores.");
  arguments.add(
      "--partitions",
      options->partitions,
      "Partitions that the records are spread over by their key, as in a topic: positions are "
      "partition:offset; 1 if not given.");
  arguments.add(
      "--against",
      options->against,
      "Another configuration: prints which alerts it would have lost, gained and changed, "
      "instead of the alerts.");
  arguments.add(
      "--close", options->closes_episodes, "Close the episodes that are open at the end.");
  arguments.run([options](Terminal& terminal) {
    options->config.environment = terminal.environment;
    options->shows_progress = terminal.is_err_terminal;
    return app::replay(*options, terminal.out, terminal.err);
  });
}

}  // namespace centinela::cli
