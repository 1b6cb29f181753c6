#include "app/print_config_command.h"
#include "cli/commands.h"
#include "cli/program.h"

#include <memory>
#include <ostream>

namespace centinela::cli {

void define_print_config(Arguments& arguments) {
  struct Options {
    app::PrintConfigOptions print;
    bool prints_commands = false;
  };
  const auto options = std::make_shared<Options>();
  arguments.add_config(options->print.config);
  arguments.add("--show-origin", options->print.shows_origin, "Say where each value comes from.");
  arguments.add("--docs", options->print.prints_manual, "Print docs/config.md instead.");
  arguments.add(
      "--schema", options->print.prints_schema, "Print config/centinela.schema.json instead.");
  arguments.add("--example", options->print.prints_example, "Print config/centinela.yaml instead.");
  arguments.add("--commands", options->prints_commands, "Print docs/commands.md instead.");
  arguments.run([options](Terminal& terminal) -> Result<void> {
    if (options->prints_commands) {
      terminal.out << commands_markdown();
      return {};
    }
    options->print.config.environment = terminal.environment;
    return app::print_config(options->print, terminal.out);
  });
}

}  // namespace centinela::cli
