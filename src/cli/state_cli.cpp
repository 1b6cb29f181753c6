#include "app/state_command.h"
#include "cli/commands.h"
#include "cli/shared_arguments.h"

#include <memory>

namespace centinela::cli {
namespace {

using Look = Result<void> (*)(const app::StateOptions& options, std::ostream& out);

constexpr std::string_view partition_help =
    "Of which shard, under engine.shards: per_partition; else there is one.";

void define_look(Arguments arguments, Look look) {
  const auto options = std::make_shared<app::StateOptions>();
  arguments.add_config(options->config);
  arguments.add("--partition", options->partition, partition_help);
  run_configured(arguments, options, look);
}

void define_reset(Arguments arguments) {
  const auto options = std::make_shared<app::StateResetOptions>();
  arguments.add_config(options->config);
  arguments.add("--accept-loss", options->accepts_loss, "Forget all baselines.");
  arguments.add("--keep-baselines",
                options->keeps_baselines,
                "Go on with them under the present model and configuration.");
  arguments.add("--partition", options->partition, partition_help);
  arguments.add("--reason", options->reason, "Why; kept in state-audit.jsonl.", Need::required);
  run_configured(arguments, options, app::state_reset);
}

void define_export(Arguments arguments) {
  const auto options = std::make_shared<app::StateFileOptions>();
  arguments.add_config(options->config);
  arguments.add("--partition", options->partition, partition_help);
  arguments.add("--output", options->file, "File to write, sealed.", Need::required);
  run_configured(arguments, options, app::state_export);
}

void define_import(Arguments arguments) {
  const auto options = std::make_shared<app::StateFileOptions>();
  arguments.add_config(options->config);
  arguments.add("--partition", options->partition, partition_help);
  arguments.add("--input", options->file, "File that state export wrote.", Need::required);
  arguments.add("--replace", options->replaces, "In place of a checkpoint that is there.");
  run_configured(arguments, options, app::state_import);
}

}  // namespace

void define_state(Arguments& arguments) {
  define_look(arguments.subcommand("inspect",
                                   "Prints what the last checkpoint holds and where it stands.",
                                   "centinela state inspect --config centinela.yaml"),
              app::state_inspect);
  define_look(arguments.subcommand("verify",
                                   "Reads the last checkpoint as a start would.",
                                   "centinela state verify --config centinela.yaml"),
              app::state_verify);
  define_reset(arguments.subcommand(
      "reset",
      "Lets a start go on that refuses its checkpoint.",
      "centinela state reset --config centinela.yaml --keep-baselines --reason 'new model'"));
  define_export(
      arguments.subcommand("export",
                           "Writes the last checkpoint to one file.",
                           "centinela state export --config centinela.yaml --output state.bin"));
  define_import(
      arguments.subcommand("import",
                           "Puts such a file in place of the checkpoint.",
                           "centinela state import --config centinela.yaml --input state.bin"));
}

}  // namespace centinela::cli
