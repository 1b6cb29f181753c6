#include "app/demo_command.h"
#include "cli/commands.h"

#include <memory>

namespace centinela::cli {

void define_demo(Arguments& arguments) {
  const auto options = std::make_shared<app::DemoOptions>();
  arguments.add("--duration",
                options->duration,
                "End by itself after that long, with a summary; until stopped if not given.");
  arguments.add("--seed", options->seed, "Seed of the simulated platform; 1 if not given.");
  arguments.run([options](Terminal& terminal) {
    options->has_colour = terminal.is_out_terminal;
    options->shows_progress = terminal.is_err_terminal;
    return app::demo(*options, terminal.out, terminal.err);
  });
}

}  // namespace centinela::cli
