#include "app/status_command.h"
#include "cli/commands.h"
#include "cli/daemon_arguments.h"

#include <memory>

namespace centinela::cli {

void add_daemon(Arguments& arguments, app::StatusOptions& daemon) {
  arguments.add_config(daemon.config);
  arguments.add("--url", daemon.url, "Address of the daemon, instead of http.listen.");
  arguments.add(
      "--ca-file", daemon.ca_file, "Certificates (PEM) that the daemon's is checked with.");
  arguments.add("--user", daemon.user, "User name, where the daemon asks for one.");
  arguments.add("--password-file", daemon.password_file, "File that holds the password.");
  arguments.add("--timeout", daemon.timeout, "How long to wait; 5s if not given.");
}

void define_status(Arguments& arguments) {
  const auto options = std::make_shared<app::StatusOptions>();
  add_daemon(arguments, *options);
  arguments.run([options](Terminal& terminal) {
    options->config.environment = terminal.environment;
    return app::status(*options, terminal.out);
  });
}

}  // namespace centinela::cli
