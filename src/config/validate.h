// What must hold between settings, and the files that hold secrets. Floor 9.
#pragma once

#include "centinela/base/result.h"

#include "config/apply.h"
#include "config/sections.h"

namespace centinela::config {

// Errors (config) name both settings and where they were given.
[[nodiscard]] Result<void> validate(const Config& config, const Origins& origins);

// Reads every *_file twin into its setting; a newline at the end is dropped. Errors: config.
[[nodiscard]] Result<void> read_secret_files(Config& config, const Origins& origins);

}  // namespace centinela::config
