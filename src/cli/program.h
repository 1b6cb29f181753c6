// The command line as a whole: parse, run, report, exit code. Floor 10.
#pragma once

#include "cli/terminal.h"

#include <span>
#include <string>
#include <string_view>

namespace centinela::cli {

// `arguments` without the program's name. Prints errors as one line on terminal.err and returns the
// exit code: 0, or that of the error's class (64 for usage). Never throws.
[[nodiscard]] int run(std::span<const std::string> arguments, Terminal& terminal);

// With the process's own streams and environment.
[[nodiscard]] int run_program(int argc, const char* const* argv);

// docs/commands.md, from the table of commands and what each takes.
[[nodiscard]] std::string commands_markdown();

}  // namespace centinela::cli
