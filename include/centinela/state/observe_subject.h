// The data-subject view meets settled accesses and changes of accounts. Floor 3, one thread.
#pragma once

#include "centinela/state/subject_state.h"
#include "centinela/state/world.h"

namespace centinela::state {

// A person's first access of a day is settled: it counts for the popularity of its data subject.
void note_explained_access(World& world, const PendingAccess& access);
// And here nothing explained it.
[[nodiscard]] HotSight note_unexplained_access(World& world, const PendingAccess& access);

}  // namespace centinela::state
