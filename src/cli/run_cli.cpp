#include "app/run_command.h"
#include "cli/commands.h"

#include <fmt/format.h>

#include <memory>

namespace centinela::cli {

void define_run(Arguments& arguments) {
  struct Options {
    app::RunOptions run;
    std::string stage = "all";
  };
  const auto options = std::make_shared<Options>();
  arguments.add_config(options->run.config);
  arguments.add(
      "--stage", options->stage, "Stages to run in this process; all is the only choice.");
  arguments.run([options](Terminal& terminal) -> Result<void> {
    if (options->stage != "all") {
      return Error{Errc::usage,
                   "--stage: expected all; single stages are not available in this "
                   "version"};
    }
    options->run.config.environment = terminal.environment;
    return app::run(options->run, terminal.out, terminal.err);
  });
}

}  // namespace centinela::cli
