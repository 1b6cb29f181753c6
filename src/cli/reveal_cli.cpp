#include "app/reveal_command.h"
#include "cli/commands.h"

#include <memory>

namespace centinela::cli {

void define_reveal(Arguments& arguments) {
  const auto options = std::make_shared<app::RevealOptions>();
  arguments.add_config(options->config);
  arguments.add("--reason", options->reason, "Why; it goes into the audit record.", Need::required);
  arguments.add("--input",
                options->input,
                "The file that the alerts were made from; without it the broker's topic is read.");
  arguments.add("--audit",
                options->audit,
                "Where the audit record goes; reveal-audit.jsonl in state.directory if not given.");
  arguments.run([options](Terminal& terminal) {
    options->config.environment = terminal.environment;
    return app::reveal(*options, terminal.in, terminal.out);
  });
}

}  // namespace centinela::cli
