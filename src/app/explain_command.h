// centinela explain: why a position of the log was told, or why not. Floor 10.
//
// Replays the input up to the position and on until its accesses are settled, so the answer is the
// one that the engine gave. The same bytes on every run under the same key.
#pragma once

#include "centinela/base/result.h"

#include "config/load.h"

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>

namespace centinela::app {

struct ExplainOptions {
  config::LoadOptions config;
  std::filesystem::path input;
  std::string position;  // partition:offset or partition:offset:index, as in an alert's evidence
  std::optional<std::filesystem::path> verdicts;  // as for replay
  std::uint64_t partitions = 1;                   // as for replay
};

// Errors: usage for a position that is none, bad_data when the input has no such record, io.
[[nodiscard]] Result<void> explain(const ExplainOptions& options, std::ostream& out);

}  // namespace centinela::app
