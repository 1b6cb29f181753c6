// The state of one engine into another: how a model or a configuration is switched with everything
// that was learnt. Floor 8, used between two records.
#pragma once

#include "centinela/base/result.h"

#include <cstdint>
#include <string_view>

namespace centinela::pipeline {

class Engine;

// `to` must have taken nothing yet, under the same token key. bad_data when its bounds are too
// small for what `from` holds; `from` is then as it was.
[[nodiscard]] Result<void> transfer_state(Engine& from, Engine& to);

}  // namespace centinela::pipeline
