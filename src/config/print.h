// The configuration in force, as YAML, and what changed between two. Floor 9, pure.
#pragma once

#include "config/load.h"

#include <string>
#include <vector>

namespace centinela::config {

// Every setting, secrets hidden. With origins, each line says where its value comes from. Without
// secrets in it, the text loads as the same configuration.
[[nodiscard]] std::string print_config(const Loaded& loaded, bool shows_origin);

struct Change {
  std::string path;           // "log.level"
  bool needs_switch = false;  // alerts are judged by it
  bool needs_restart = false;
};

// The settings that differ, in the order of the manual; a reload applies those that need neither.
[[nodiscard]] std::vector<Change> changes(const Config& before, const Config& after);

// "sha256:…" over a canonical text of the settings that can change an alert, defaults filled in.
[[nodiscard]] std::string alert_hash(const Config& config);

// That text: one "path=value" a line.
[[nodiscard]] std::string alert_text(const Config& config);

}  // namespace centinela::config
