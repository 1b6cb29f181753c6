// Forgets what was not heard of for long. Floor 3, one thread.
#pragma once

#include "centinela/state/world.h"

namespace centinela::state {

// It is that UTC day of the log. Principals leave their groups; tenants and groups stay.
void expire_idle(World& world, std::int64_t day);

}  // namespace centinela::state
