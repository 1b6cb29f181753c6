// `centinela simulate`: writes a labelled workload of a simulated platform. Floor 10.
#pragma once

#include "centinela/base/result.h"

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <string>

namespace centinela::app {

struct SimulateOptions {
  std::string profile;  // a name of simulator::profiles()
  std::uint64_t seed = 1;
  std::filesystem::path output;
  bool shows_progress = false;  // a line that overwrites itself, on `progress`
};

// What was written goes to `out`, progress to `progress`. Error: usage (no such profile), io.
[[nodiscard]] Result<void> simulate(const SimulateOptions& options,
                                    std::ostream& out,
                                    std::ostream& progress);

// Names and summaries of the profiles, one a line, for the command's help.
[[nodiscard]] std::string list_profiles();

}  // namespace centinela::app
