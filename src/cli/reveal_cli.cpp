#include "app/reveal_command.h"
#include "cli/commands.h"

#include <memory>

namespace centinela::cli {

void define_reveal(Arguments& arguments) {
  const auto options = std::make_shared<app::RevealOptions>();
  arguments.add_config(options->config);
  arguments.add("--reason", options->reason, "Why; it goes into the audit record.", Need::required);
  arguments.add("--input", options->input, "The file that the alerts were made from.");
  arguments.add("--audit", options->audit, "Where the audit record goes (in state.directory).");
  arguments.run([options](Terminal& terminal) {
    options->config.environment = terminal.environment;
    return app::reveal(*options, terminal.in, terminal.out);
  });
}

}  // namespace centinela::cli
