#include "app/bootstrap_command.h"
#include "cli/commands.h"

#include <memory>

namespace centinela::cli {

void define_bootstrap(Arguments& arguments) {
  const auto options = std::make_shared<app::BootstrapOptions>();
  arguments.add_config(options->config);
  arguments.add(
      "--input",
      options->inputs,
      "History, oldest file first: JSON Lines, or a CSV table under a flat preset; plain, "
      ".gz or .zst.");
  arguments.add("--from",
                options->from,
                "earliest: all that the configured topics retain, instead of files; the daemon "
                "goes on where that ends.");
  arguments.add(
      "--alerts",
      options->alerts,
      "Where what would have been told goes, one JSON line a revision; - is standard output.");
  arguments.add("--replace", options->replaces, "Forget a checkpoint that is there.");
  arguments.run([options](Terminal& terminal) {
    options->config.environment = terminal.environment;
    return app::bootstrap(*options, terminal.out);
  });
}

}  // namespace centinela::cli
