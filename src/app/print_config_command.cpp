#include "app/print_config_command.h"

#include "config/manual.h"
#include "config/print.h"

#include <ostream>

namespace centinela::app {

Result<void> print_config(const PrintConfigOptions& options, std::ostream& out) {
  if (options.prints_manual) {
    out << config::manual_markdown();
    return {};
  }
  if (options.prints_schema) {
    out << config::json_schema();
    return {};
  }
  if (options.prints_example) {
    out << config::example_yaml();
    return {};
  }
  CENTINELA_TRY(const config::Loaded loaded, config::load_with_origins(options.config));
  out << config::print_config(loaded, options.shows_origin);
  return {};
}

}  // namespace centinela::app
