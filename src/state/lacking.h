// Which producers of a tenant lack events at the same time: one cause upstream, not one each.
// Floor 3, private to state. One thread; borrows the scene for the call.
#pragma once

#include "centinela/state/observe.h"

namespace centinela::state {

// The tenant's entry for the event's producer; null when it lacks nothing.
[[nodiscard]] LackingProducer* lacking_entry(Scene& scene) noexcept;
// Enters the event's producer when it lacks more than usual.
void note_lacking(Scene& scene);
// Counts those that lack events now into the scene and forgets old entries.
void survey_lacking(Scene& scene);

}  // namespace centinela::state
