#include "app/check_command.h"
#include "app/input_report.h"
#include "app/start_report.h"
#include "cli/commands.h"

#include <memory>

namespace centinela::cli {

void define_check(Arguments& arguments) {
  const auto options = std::make_shared<app::CheckOptions>();
  arguments.add_config(options->config);
  arguments.add("--input",
                options->input,
                "A sample of events: which detectors can they feed? JSON Lines, plain, .gz or "
                ".zst, or a table under a flat preset; - is standard input.");
  arguments.add("--offline", options->is_offline, "Leave out the broker and Alertmanager.");
  arguments.run([options](Terminal& terminal) {
    options->report_input = app::report_input;
    options->report_start = app::report_start;
    options->config.environment = terminal.environment;
    options->has_colour = terminal.is_out_terminal;
    return app::check(*options, terminal.out);
  });
}

}  // namespace centinela::cli
