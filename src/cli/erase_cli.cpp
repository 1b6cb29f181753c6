#include "app/erase_command.h"
#include "cli/commands.h"
#include "cli/shared_arguments.h"

#include <memory>

namespace centinela::cli {

void define_erase(Arguments& arguments) {
  const auto options = std::make_shared<app::EraseOptions>();
  arguments.add_config(options->config);
  arguments.add("--data-subject", options->are_data_subjects, "The lines name data subjects.");
  arguments.add("--principal", options->are_principals, "The lines name principals.");
  arguments.add("--tenant", options->tenant, "Whose; input.default_tenant if not given.");
  arguments.add("--reason", options->reason, "Why; stays in the log.", Need::required);
  add_control_output(arguments, options->output);
  arguments.run([options](Terminal& terminal) {
    options->config.environment = terminal.environment;
    return app::erase(*options, terminal.in, terminal.out);
  });
}

}  // namespace centinela::cli
