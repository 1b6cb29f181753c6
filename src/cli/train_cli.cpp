#include "app/train_command.h"
#include "cli/commands.h"

#include <memory>

namespace centinela::cli {

void define_train(Arguments& arguments) {
  const auto options = std::make_shared<app::TrainOptions>();
  arguments.add_config(options->config);
  arguments.add("--input", options->inputs, "History, in the order of time.", Need::required);
  arguments.add("--output",
                options->output,
                "Directory for the model, its card and its manifest.",
                Need::required);
  arguments.add("--seed", options->seed, "Seed of the trees; 1 if not given.");
  arguments.run([options](Terminal& terminal) {
    options->config.environment = terminal.environment;
    options->shows_progress = terminal.is_err_terminal;
    return app::train(*options, terminal.out, terminal.err);
  });
}

}  // namespace centinela::cli
