// Where control records go: the first input topic, or a file for `replay --verdicts`. Floor 10.
#pragma once

#include "centinela/base/result.h"

#include "config/config.h"

#include <filesystem>
#include <iosfwd>
#include <span>
#include <string>

namespace centinela::app {

// On the brokers' disks when it returns. Error: unavailable.
[[nodiscard]] Result<void> send_controls(const config::Config& config,
                                         std::span<const std::string> records);
// A line each, added to what the file holds; "-" is `out`. Error: io.
[[nodiscard]] Result<void> write_controls(const std::filesystem::path& path,
                                          std::span<const std::string> records,
                                          std::ostream& out);

}  // namespace centinela::app
