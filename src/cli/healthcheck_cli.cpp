#include "app/status_command.h"
#include "cli/commands.h"
#include "cli/daemon_arguments.h"

#include <memory>

namespace centinela::cli {

void define_healthcheck(Arguments& arguments) {
  const auto options = std::make_shared<app::HealthcheckOptions>();
  add_daemon(arguments, options->daemon);
  arguments.add("--ready", options->asks_ready, "Ask whether it is ready, not only alive.");
  arguments.run([options](Terminal& terminal) {
    options->daemon.config.environment = terminal.environment;
    return app::healthcheck(*options);
  });
}

}  // namespace centinela::cli
