#include "app/dead_letter_replay.h"
#include "cli/commands.h"
#include "cli/shared_arguments.h"

#include <memory>

namespace centinela::cli {

void define_dlq(Arguments& arguments) {
  Arguments replay =
      arguments.subcommand("replay",
                           "Says which dead letters would go back to their topic, or sends them.",
                           "centinela dlq replay --config centinela.yaml --apply");
  const auto options = std::make_shared<app::DeadLetterReplayOptions>();
  replay.add_config(options->config);
  replay.add("--reason", options->reason, "Only those with this centinela-error-code.");
  replay.add("--limit", options->limit, "Most records to send; 1000.");
  replay.add("--from-beginning",
             options->from_beginning,
             "Also those that an earlier run has sent; all that the topic retains.");
  replay.add("--apply", options->applies, "Send them; without it nothing is sent.");
  run_configured(replay, options, app::replay_dead_letters);
}

}  // namespace centinela::cli
