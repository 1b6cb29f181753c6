// Loads the system's zone database into a TimeZones value for the core. Floor 9.
#pragma once

#include "centinela/base/result.h"
#include "centinela/event/time_zones.h"

namespace centinela::source {

// Every name of /usr/share/zoneinfo with its changes of 1990 to 2100. A replay agrees under the
// same database only, so its version belongs beside the results (Debian: package tzdata).
// Error io: the database is not there, and how to install it.
[[nodiscard]] Result<TimeZones> load_time_zones();

}  // namespace centinela::source
