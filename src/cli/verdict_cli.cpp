#include "app/verdict_command.h"
#include "cli/commands.h"
#include "cli/shared_arguments.h"

#include <memory>

namespace centinela::cli {

void define_verdict(Arguments& arguments) {
  const auto options = std::make_shared<app::VerdictOptions>();
  arguments.add_config(options->config);
  arguments.add("--ruling",
                options->ruling,
                "benign, malicious, expected, duplicate, or ack for somebody has it in hand.",
                Need::required);
  arguments.add("--for", options->lasts, "How long an expected ruling holds; 7 days if not given.");
  arguments.add("--time", options->time, "When it was ruled (RFC 3339); now if not given.");
  add_control_output(arguments, options->output);
  arguments.run([options](Terminal& terminal) {
    options->config.environment = terminal.environment;
    return app::verdict(*options, terminal.in, terminal.out);
  });
}

}  // namespace centinela::cli
