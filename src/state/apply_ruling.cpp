#include "centinela/state/apply_ruling.h"

#include "centinela/state/volume.h"

#include <vector>

namespace centinela::state {
namespace {

// Values that were met within these days and that nobody learnt.
void learn_values(PrincipalState& principal, std::int64_t first_day, std::int64_t last_day) {
  for (const SeenValue& seen : principal.values.values()) {
    const bool is_of_stretch = seen.sight_day >= first_day && seen.sight_day <= last_day;
    if (seen.days > 0 || !is_of_stretch) {
      continue;
    }
    if (SeenValue* own = principal.values.find(seen.attribute, seen.value); own != nullptr) {
      principal.values.learn(*own, own->sight_day, 1);
    }
  }
}

}  // namespace

void release_stretch(World& world, const RuledStretch& stretch) {
  PrincipalState* principal = world.principals.find(stretch.principal);
  if (principal == nullptr) {
    return;
  }
  const GroupPath path =
      group_path(stretch.principal.tenant, principal->kind, principal->role, principal->team);
  const PeerSnapshot& snapshot = world.groups.touch(path, principal->kind).snapshot;
  release_quarantine(principal->hour,
                     snapshot.hour,
                     window_index(stretch.start, one_hour),
                     window_index(stretch.end, one_hour));
  // Days are local to the principal, hence one day of UTC more on either side.
  const std::int64_t first_day = utc_day(stretch.start) - 1;
  const std::int64_t last_day = utc_day(stretch.end) + 1;
  release_quarantine(principal->day, snapshot.day, first_day, last_day);
  learn_values(*principal, first_day, last_day);
}

void keep_quarantine(World& world, const EntityKey& principal, bool keeps_quarantine) {
  if (PrincipalState* state = world.principals.find(principal); state != nullptr) {
    state->hour.keeps_quarantine = keeps_quarantine;
    state->day.keeps_quarantine = keeps_quarantine;
  }
}

}  // namespace centinela::state
