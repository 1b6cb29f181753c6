#include "app/version_command.h"
#include "cli/commands.h"

namespace centinela::cli {

void define_version(Arguments& arguments) {
  arguments.run([](Terminal& terminal) -> Result<void> {
    app::print_version(terminal.out);
    return {};
  });
}

}  // namespace centinela::cli
