// How a command names a running daemon. Floor 10.
#pragma once

#include "app/status_command.h"
#include "cli/arguments.h"

namespace centinela::cli {

void add_daemon(Arguments& arguments, app::StatusOptions& daemon);

}  // namespace centinela::cli
