#include "app/check_command.h"
#include "cli/commands.h"

#include <memory>

namespace centinela::cli {

void define_check(Arguments& arguments) {
  const auto options = std::make_shared<app::CheckOptions>();
  arguments.add_config(options->config);
  arguments.add("--offline", options->is_offline, "Leave out the broker and Alertmanager.");
  arguments.run([options](Terminal& terminal) {
    options->config.environment = terminal.environment;
    options->has_colour = terminal.is_out_terminal;
    return app::check(*options, terminal.out);
  });
}

}  // namespace centinela::cli
