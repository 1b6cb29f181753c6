// What the world forgets of an entity beside its own records. Floor 3, one thread.
#pragma once

#include "centinela/state/erasure.h"
#include "centinela/state/world.h"

namespace centinela::state {

// Its part of the sums of its groups is taken out, its share of what is kept for all tenants, and
// what its agents' habits are keyed by. Adds the conversations that are its own to `also`.
// Call before the records themselves are erased.
void part_from_world(World& world, Erasure& erasure);

}  // namespace centinela::state
