// centinela replay: the daemon's engine over a file; the same bytes on every run. Floor 10.
#pragma once

#include "centinela/base/result.h"

#include "config/load.h"

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <optional>

namespace centinela::app {

struct ReplayOptions {
  config::LoadOptions config;
  std::filesystem::path input;                        // JSON Lines, plain, .gz or .zst; "-": stdin
  std::filesystem::path alerts = "-";                 // one JSON line a revision; "-": `out`
  std::optional<std::filesystem::path> dead_letters;  // {"line", "reason", "detail", "byte"}
  std::optional<std::filesystem::path> verdicts;      // control records, merged in at their times
  std::optional<std::filesystem::path> summary;       // one JSON object; "-": `out`
  std::optional<std::filesystem::path> scores;        // one JSON line a day and stratum
  std::optional<std::filesystem::path> against;       // another configuration to compare with
  std::uint64_t partitions = 1;
  bool closes_episodes = false;
  bool shows_progress = false;
};

[[nodiscard]] Result<void> replay(const ReplayOptions& options,
                                  std::ostream& out,
                                  std::ostream& err);

}  // namespace centinela::app
