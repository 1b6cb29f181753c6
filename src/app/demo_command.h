// centinela demo: embedded broker, simulated platform with planted attacks, daemon, HTTP. Floor 10.
#pragma once

#include "centinela/base/result.h"
#include "centinela/base/time.h"

#include <cstdint>
#include <iosfwd>

namespace centinela::app {

struct DemoOptions {
  Duration duration{};  // 0: until stopped
  std::uint64_t seed = 1;
  bool has_colour = false;
  bool shows_progress = false;
};

// Alerts and the closing summary go to `out`; progress and what is being set up to `err`.
[[nodiscard]] Result<void> demo(const DemoOptions& options, std::ostream& out, std::ostream& err);

}  // namespace centinela::app
