// What a replay does beside the plain run: rulings from a file, and two configurations compared.
// Floor 10.
#pragma once

#include "centinela/base/result.h"
#include "centinela/pipeline/engine.h"
#include "centinela/privacy/token_key.h"

#include "app/replay_command.h"
#include "config/config.h"

#include <filesystem>
#include <iosfwd>

namespace centinela::app {

// Rulings of a file enter the log at their times. A line that is none ends the replay: what an
// analyst said must not be left out unnoticed.
[[nodiscard]] Result<void> plan_verdicts(const std::filesystem::path& path,
                                         pipeline::Engine& engine);

// Replays the input under both configurations and the same key, and prints what would change.
[[nodiscard]] Result<void> replay_against(const ReplayOptions& options,
                                          const config::Config& config,
                                          const privacy::TokenKey& key,
                                          std::ostream& out);

}  // namespace centinela::app
