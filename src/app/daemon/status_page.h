// The text of /status: what the engine sees, in plain words. Floor 10, pure.
#pragma once

#include "app/daemon/loop_metrics.h"

#include <string>

namespace centinela::app {

[[nodiscard]] std::string status_page(pipeline::Engine& engine, const LoopFacts& facts);

}  // namespace centinela::app
