#include "app/explain_command.h"
#include "cli/commands.h"

#include <memory>

namespace centinela::cli {

void define_explain(Arguments& arguments) {
  const auto options = std::make_shared<app::ExplainOptions>();
  arguments.add_config(options->config);
  arguments.add(
      "--input", options->input, "The events, as for replay; - is standard input.", Need::required);
  arguments.add("--position",
                options->position,
                "What to explain: partition:offset, as in an alert's evidence; in a file 0 and the "
                "number of the record, from 0; :index behind it where a record carries several.",
                Need::required);
  arguments.add("--partitions",
                options->partitions,
                "Partitions that replay spread the records over; 1 if not given.");
  arguments.add("--verdicts", options->verdicts, "Control records, as for replay.");
  arguments.run([options](Terminal& terminal) {
    options->config.environment = terminal.environment;
    return app::explain(*options, terminal.out);
  });
}

}  // namespace centinela::cli
