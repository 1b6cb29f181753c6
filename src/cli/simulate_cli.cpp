#include "app/simulate_command.h"
#include "cli/commands.h"

#include <memory>

namespace centinela::cli {

void define_simulate(Arguments& arguments) {
  const auto options = std::make_shared<app::SimulateOptions>();
  arguments.add("--profile", options->profile, "Name of the simulated platform.", Need::required);
  arguments.add("--seed", options->seed, "Seed; 1 if not given.");
  arguments.add("--output", options->output, "Directory for events and labels.", Need::required);
  arguments.run([options](Terminal& terminal) {
    options->shows_progress = terminal.is_err_terminal;
    return app::simulate(*options, terminal.out, terminal.err);
  });
}

}  // namespace centinela::cli
