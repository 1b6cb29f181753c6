// What `centinela check --input` says about a sample of events. Floor 10.
#pragma once

#include "app/check_command.h"

namespace centinela::app {

// Reads at most a million records of the file ("-": standard input). Error: the file's.
[[nodiscard]] Result<std::vector<CheckLine>> report_input(const config::Config& config,
                                                          const std::filesystem::path& input);

}  // namespace centinela::app
