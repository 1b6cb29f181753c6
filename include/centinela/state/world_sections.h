// The sections of a World for a checkpoint: one store each, the rest by what changes together.
// Floor 3.
//
// A visitor has `store(section, EntityStore<S>&)` and `blob(section, describe)`, where `describe`
// takes an archive.
#pragma once

#include "centinela/state/section.h"
#include "centinela/state/world.h"

namespace centinela::state {

template <class Visitor>
void visit_state(World& world, Visitor& visit) {
  visit.blob(StateSection::world, [&world](auto& archive) {
    archive(world.log_time, world.snapshot_boundary, world.cohort_day, world.is_started);
    archive(world.pending_overflows, world.clock);
  });
  visit.blob(StateSection::pending, [&world](auto& archive) { archive(world.pending); });
  visit.blob(StateSection::recent_ids, [&world](auto& archive) { archive(world.recent_ids); });
  visit.blob(StateSection::explained_pairs,
             [&world](auto& archive) { archive(world.explained_pairs); });
  visit.blob(StateSection::known_pairs, [&world](auto& archive) { archive(world.known_pairs); });
  visit.blob(StateSection::peer_deltas,
             [&world](auto& archive) { world.groups.describe_rest(archive); });
  visit.store(StateSection::tenants, world.tenants);
  visit.store(StateSection::principals, world.principals);
  visit.store(StateSection::classes, world.classes);
  visit.store(StateSection::conversations, world.conversations);
  visit.store(StateSection::explanations, world.explanations);
  visit.store(StateSection::producers, world.producers);
  visit.store(StateSection::paths, world.paths);
  visit.store(StateSection::clients, world.clients);
  visit.store(StateSection::visits, world.visits);
  visit.store(StateSection::groups, world.groups.groups());
  visit.store(StateSection::intents, world.intents);
  visit.store(StateSection::reading_habits, world.reading_habits);
  visit.store(StateSection::release_readings, world.release_readings);
  visit.store(StateSection::approvals, world.approvals);
  visit.store(StateSection::subjects, world.subjects);
  visit.store(StateSection::related, world.related);
  visit.store(StateSection::sessions, world.sessions);
  visit.store(StateSection::censuses, world.censuses);
  visit.store(StateSection::retrievals, world.retrievals);
  visit.store(StateSection::tools, world.tools);
  visit.store(StateSection::cohorts, world.cohorts);
}

}  // namespace centinela::state
