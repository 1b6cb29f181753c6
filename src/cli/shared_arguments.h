// What several commands take and do alike. Floor 10.
#pragma once

#include "cli/arguments.h"

#include <memory>
#include <utility>

namespace centinela::cli {

// The command reads its configuration under the terminal's environment and writes to its output.
template <class Options, class Work>
void run_configured(Arguments& arguments, std::shared_ptr<Options> options, Work work) {
  arguments.run([options = std::move(options), work](Terminal& terminal) {
    options->config.environment = terminal.environment;
    return work(*options, terminal.out);
  });
}

// Where control records go that are not sent.
inline void add_control_output(Arguments& arguments, std::optional<std::filesystem::path>& output) {
  arguments.add("--output",
                output,
                "File for replay --verdicts, added to, instead of the input topic; - is standard "
                "output.");
}

}  // namespace centinela::cli
