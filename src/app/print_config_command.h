// centinela print-config: the configuration in force, and the files generated from its table.
// Floor 10.
#pragma once

#include "centinela/base/result.h"

#include "config/load.h"

#include <iosfwd>

namespace centinela::app {

struct PrintConfigOptions {
  config::LoadOptions config;
  bool shows_origin = false;
  bool prints_manual = false;   // docs/config.md instead
  bool prints_schema = false;   // config/centinela.schema.json instead
  bool prints_example = false;  // config/centinela.yaml instead
};

[[nodiscard]] Result<void> print_config(const PrintConfigOptions& options, std::ostream& out);

}  // namespace centinela::app
