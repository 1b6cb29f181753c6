// What an analyst's ruling changes of what is remembered, machinery (l). Floor 3, one thread.
#pragma once

#include "centinela/event/words.h"
#include "centinela/state/world.h"

namespace centinela::state {

// A ruling on what a principal did from `start` to `end` (event time).
struct RuledStretch {
  EntityKey principal;
  EventTime start;
  EventTime end;
};

// Benign: what was quarantined of the stretch (counts, and values met on its days) is learnt after
// all. `keeps_quarantine` holds what is quarantined for good, and is taken back by false.
void release_stretch(World& world, const RuledStretch& stretch);
void keep_quarantine(World& world, const EntityKey& principal, bool keeps_quarantine);

}  // namespace centinela::state
