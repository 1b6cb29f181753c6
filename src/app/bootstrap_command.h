// centinela bootstrap: history into the first checkpoint, and what it would have raised a day.
// Floor 10.
#pragma once

#include "centinela/base/result.h"

#include "config/load.h"

#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace centinela::app {

struct BootstrapOptions {
  config::LoadOptions config;
  std::vector<std::filesystem::path> inputs;    // oldest first; JSON Lines, plain, .gz or .zst
  std::string from;                             // "earliest": the configured topics instead
  std::optional<std::filesystem::path> alerts;  // what would have been told, one JSON line each
  bool replaces = false;                        // a checkpoint that is there makes room
};

// Nothing is sent, and nothing is written before the history is read to its end. With topics the
// group's offsets are committed to where the history ended, so the daemon goes on from there.
// Error: usage; config; io; fenced while a daemon has the state; unavailable without a broker.
[[nodiscard]] Result<void> bootstrap(const BootstrapOptions& options, std::ostream& out);

}  // namespace centinela::app
