// centinela demo: embedded broker, simulated platform with planted attacks, daemon, HTTP. Floor 10.
#pragma once

#include "centinela/base/result.h"
#include "centinela/base/time.h"

#include <cstdint>
#include <iosfwd>
#include <optional>

namespace centinela::app {

struct DemoOptions {
  std::optional<Duration> duration;  // nothing: until stopped
  std::uint64_t seed = 1;
  bool has_colour = false;
  bool shows_progress = false;
};

// Error: usage for a duration of nothing. Alerts and the closing summary go to `out`; progress and
// what is being set up to `err`.
[[nodiscard]] Result<void> demo(const DemoOptions& options, std::ostream& out, std::ostream& err);

}  // namespace centinela::app
