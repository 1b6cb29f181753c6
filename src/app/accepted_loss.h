// A state that somebody has given up: until the next one is saved, a start asks nothing of what the
// last commits tell of it. Floor 10.
#pragma once

#include "centinela/base/result.h"

#include "app/slice.h"
#include "config/config.h"

#include <filesystem>

namespace centinela::app {

// Forgets the checkpoints, too.
[[nodiscard]] Result<void> accept_loss(const config::Config& config, const Slice& slice = {});
[[nodiscard]] bool is_loss_accepted(const config::Config& config, const Slice& slice = {});
// A checkpoint was saved since, in this directory of a slice: the next loss is to be accepted anew.
void end_accepted_loss(const std::filesystem::path& directory);

}  // namespace centinela::app
