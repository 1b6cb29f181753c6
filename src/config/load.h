// load: the effective configuration from defaults, file, environment and command line. Floor 9.
//
// Reads files (the configuration and the *_file twins of secrets); keeps nothing, so it may be
// called again at any time to reload. Never throws.
#pragma once

#include "centinela/base/result.h"

#include "config/apply.h"
#include "config/sections.h"

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace centinela::config {

// Later wins: defaults < file < environment < sets.
struct LoadOptions {
  std::optional<std::filesystem::path> file;  // none: defaults, environment and sets alone
  std::vector<std::pair<std::string, std::string>> environment;  // name, value; all of it
  std::vector<std::string> sets;                                 // "a.b=v", in order
};

struct Loaded {
  Config config;
  Origins origins;  // settings that are not in it have their default
};

// Errors: config, with file:line:column (or the variable, or --set) and how to mend it; io when
// the file itself cannot be read.
[[nodiscard]] Result<Config> load(const LoadOptions& options);
[[nodiscard]] Result<Loaded> load_with_origins(const LoadOptions& options);

}  // namespace centinela::config
