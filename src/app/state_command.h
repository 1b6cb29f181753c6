// centinela state: looks at, checks, gives up, keeps and carries checkpoints. Floor 10.
#pragma once

#include "centinela/base/result.h"

#include "config/load.h"

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>

namespace centinela::app {

struct StateOptions {
  config::LoadOptions config;
  std::optional<std::uint64_t> partition;  // of the shard, where each partition is one
};

struct StateResetOptions {
  config::LoadOptions config;
  std::optional<std::uint64_t> partition;
  bool accepts_loss = false;     // begin with what is retained of the input
  bool keeps_baselines = false;  // go on under the present model and configuration
  std::string reason;
};

struct StateFileOptions {
  config::LoadOptions config;
  std::optional<std::uint64_t> partition;
  std::filesystem::path file;
  bool replaces = false;  // import: what is there makes room
};

// The marker and the sizes of its sections; also while a daemon runs.
[[nodiscard]] Result<void> state_inspect(const StateOptions& options, std::ostream& out);
// Reads every record into an engine as a start would. bad_data, config: what is wrong with it.
[[nodiscard]] Result<void> state_verify(const StateOptions& options, std::ostream& out);
// Writes who and why to state-audit.jsonl before it changes anything.
[[nodiscard]] Result<void> state_reset(const StateResetOptions& options, std::ostream& out);
[[nodiscard]] Result<void> state_export(const StateFileOptions& options, std::ostream& out);
[[nodiscard]] Result<void> state_import(const StateFileOptions& options, std::ostream& out);

}  // namespace centinela::app
