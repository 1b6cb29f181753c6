#include "app/switch_command.h"
#include "cli/commands.h"

#include <memory>

namespace centinela::cli {

void define_switch(Arguments& arguments) {
  const auto options = std::make_shared<app::SwitchOptions>();
  arguments.add_config(options->config);
  arguments.add("--reason", options->reason, "Why; stays in the log.", Need::required);
  arguments.add("--dry-run", options->is_dry, "Print the record and send nothing.");
  arguments.run([options](Terminal& terminal) {
    options->config.environment = terminal.environment;
    return app::switch_over(*options, terminal.out);
  });
}

}  // namespace centinela::cli
