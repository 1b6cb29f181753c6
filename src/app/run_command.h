// centinela run: the daemon. Floor 10.
#pragma once

#include "centinela/base/result.h"

#include "config/load.h"

#include <iosfwd>

namespace centinela::app {

struct RunOptions {
  config::LoadOptions config;  // kept: SIGHUP loads it again
};

// Returns after an orderly shutdown. Logs go to standard error by the configuration's log section.
[[nodiscard]] Result<void> run(const RunOptions& options, std::ostream& out, std::ostream& err);

}  // namespace centinela::app
