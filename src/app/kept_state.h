// Which engines have kept a state in state.directory, and whether they are those of today.
// Floor 10.
#pragma once

#include "centinela/base/result.h"

#include "app/slice.h"
#include "config/config.h"

#include <vector>

namespace centinela::app {

// The partitions that have a checkpoint of their own in state.directory.
[[nodiscard]] std::vector<Slice> kept_slices(const config::Config& config);
// Error: config, when state.directory holds what another engine.shards kept there.
[[nodiscard]] Result<void> check_kept_state(const config::Config& config);

}  // namespace centinela::app
