// The data-subject view meets settled accesses and changes of accounts. Floor 3, one thread.
#pragma once

#include "centinela/state/explain_access.h"
#include "centinela/state/subject_state.h"
#include "centinela/state/world.h"

namespace centinela::state {

// Somebody else's ticket or an earlier access explains a stranger's look at a customer, not that of
// a person close to them: from this strength on it does.
inline constexpr double strength_for_close = 0.8;
[[nodiscard]] inline double strength_needed(const PendingAccess& access) noexcept {
  return access.relation == Label::absent ? strength_settled : strength_for_close;
}

// A person's first access of a day is settled: it counts for the popularity of its data subject.
void note_explained_access(World& world, const PendingAccess& access);
// An access to somebody close that nothing strong explains; into `sight`.
void note_related(World& world, const PendingAccess& access, HotSight& sight);
// The same of any data subject, where nothing explained it.
void note_repeated(World& world, const PendingAccess& access, HotSight& sight);
// And for the data subject's own day.
[[nodiscard]] HotSight note_unexplained_access(World& world, const PendingAccess& access);

// All that other systems have on record for one access: about its data subject, its principal, its
// team, the queues that the principal was given, and customers that somebody handed over.
[[nodiscard]] Explained reasons_on_record(World& world,
                                          const EntityKey& principal,
                                          DataSubjectToken data_subject,
                                          const AccessFacts& access);
// A visit or a repeat was explained after all: what is left of its data subject's day.
[[nodiscard]] HotSight take_back_visit(World& world, const PendingAccess& access);

}  // namespace centinela::state
