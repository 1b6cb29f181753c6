#include "centinela/state/apply_ruling.h"

#include "centinela/state/volume.h"

#include <vector>

namespace centinela::state {
namespace {

// Amounts of a day that is still open are learnt like any other's when it closes.
void clear_open_amounts(World& world,
                        const EntityKey& key,
                        const PrincipalState& principal,
                        std::int64_t first_day,
                        std::int64_t last_day) {
  const auto clear = [&](std::uint64_t record_class) {
    ClassState* state =
        world.classes.find({EntityType::principal, key.tenant, pair_id(key.id, record_class)});
    if (state != nullptr && state->day >= first_day && state->day <= last_day) {
      state->smallest_p = 1;
    }
  };
  clear(WordToken{}.value());
  for (const SeenValue& seen : principal.values.values()) {
    if (seen.attribute == Attribute::record_class) {
      clear(seen.value);
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
  if (principal->changes) {
    release_quarantine(principal->changes->all, snapshot.changes, first_day, last_day);
    release_quarantine(principal->changes->weighty, snapshot.weighty_changes, first_day, last_day);
  }
  clear_open_amounts(world, stretch.principal, *principal, first_day, last_day);
  release_lessons(world, *principal, stretch);
}

void keep_quarantine(World& world, const EntityKey& principal, bool keeps_quarantine) {
  if (PrincipalState* state = world.principals.find(principal); state != nullptr) {
    state->hour.keeps_quarantine = keeps_quarantine;
    state->day.keeps_quarantine = keeps_quarantine;
    if (state->changes) {
      state->changes->all.keeps_quarantine = keeps_quarantine;
      state->changes->weighty.keeps_quarantine = keeps_quarantine;
    }
  }
}

}  // namespace centinela::state
