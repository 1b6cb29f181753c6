// The sequence of one producer's boot: gaps, what fills them, what comes to count as missing.
// Floor 3, private to state. One thread; borrows the scene for the call.
#pragma once

#include "centinela/state/observe.h"

namespace centinela::state {

// The event's number into its boot's intervals; gaps whose time of disorder is over are counted.
void follow_sequence(Scene& scene, const ObserveSettings& settings);

}  // namespace centinela::state
