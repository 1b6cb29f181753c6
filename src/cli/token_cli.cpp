#include "app/token_command.h"
#include "cli/commands.h"

#include <memory>

namespace centinela::cli {

void define_token(Arguments& arguments) {
  const auto options = std::make_shared<app::TokenOptions>();
  arguments.add_config(options->config);
  arguments.add("--new-key", options->new_key, "Write a new token key there, mode 0600.");
  arguments.add("--kind", options->kind, "What the identifiers on standard input are (principal).");
  arguments.run([options](Terminal& terminal) {
    options->config.environment = terminal.environment;
    return app::token(*options, terminal.in, terminal.out);
  });
}

}  // namespace centinela::cli
