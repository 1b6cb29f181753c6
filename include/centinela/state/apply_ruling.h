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
  ConversationToken conversation = {};  // absent: all that it did then
};

// Benign: what was quarantined of the stretch is learnt after all: counts, changes, amounts, and
// the lessons held (values, hours, intents, turns, retrievals, likeness). `keeps_quarantine` holds
// what is quarantined of counts for good, and is taken back by false.
void release_stretch(World& world, const RuledStretch& stretch);
void keep_quarantine(World& world, const EntityKey& principal, bool keeps_quarantine);

// The lessons alone.
void release_lessons(World& world, PrincipalState& principal, const RuledStretch& stretch);

}  // namespace centinela::state
