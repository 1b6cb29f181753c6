// Everything that other systems say of one access, wherever it is kept.
#include "centinela/state/observe_subject.h"

#include "observe_parts.h"

#include <algorithm>

namespace centinela::state {
namespace {

constexpr double by_third_person = 0.8;

// Whoever takes over somebody's work takes over the customers that were theirs for a reason.
Explained by_handover(const World& world,
                      const EntityKey& principal,
                      DataSubjectToken data_subject,
                      const AccessFacts& access,
                      const ApprovalState& records) noexcept {
  for (const StandingReason& reason : records.standing) {
    const EntityKey other{EntityType::principal, principal.tenant, reason.handed_by.value()};
    const bool holds = reason.kind == ContextKind::handover && !is_absent(reason.handed_by) &&
                       access.time >= reason.from - access.slack &&
                       access.time <= reason.to + access.slack;
    if (holds &&
        world.explained_pairs.contains(pair_id(other.hash(), data_subject.value()), access.time)) {
      const bool is_own = reason.issued_by == IssuedBy::self;
      return {ExplanationKind::handover,
              NearestMiss::none,
              is_own ? strength_by_oneself : by_third_person};
    }
  }
  return {};
}

}  // namespace

EntityKey team_reasons_key(TenantToken tenant, WordToken team) noexcept {
  return {EntityType::cohort, tenant, team.value()};
}

Explained reasons_on_record(World& world,
                            const EntityKey& principal,
                            DataSubjectToken data_subject,
                            const AccessFacts& access) {
  Explained best;
  const EntityKey subject{EntityType::data_subject, principal.tenant, data_subject.value()};
  if (const ExplanationState* records = world.explanations.find(subject); records != nullptr) {
    best = explain_by_records(access, *records);
  }
  if (const PrincipalState* state = world.principals.find(principal);
      state != nullptr && !is_absent(access.queue) && state->queues.contains(access.queue)) {
    best = stronger(best, {ExplanationKind::assignment, NearestMiss::none, by_third_person});
  }
  if (world.approvals.size() == 0) {
    return best;
  }
  if (const ApprovalState* records = world.approvals.find(principal); records != nullptr) {
    best = stronger(best, explain_by_standing(access, *records));
    best = stronger(best, by_handover(world, principal, data_subject, access, *records));
  }
  if (is_absent(access.team)) {
    return best;
  }
  const ApprovalState* of_team =
      world.approvals.find(team_reasons_key(principal.tenant, access.team));
  return of_team == nullptr ? best : stronger(best, explain_by_standing(access, *of_team));
}

void note_standing(World& world, Scene& scene) {
  if (world.approvals.size() == 0) {
    return;
  }
  const Event& event = scene.event;
  const auto note = [&](const EntityKey& key) {
    if (const ApprovalState* records = world.approvals.find(key); records != nullptr) {
      scene.aside.is_on_duty = scene.aside.is_on_duty || records->is_on_duty(event.time);
      scene.aside.has_job =
          scene.aside.has_job || records->has_job(event.time, event.resource.record_class);
    }
  };
  note(scene.principal_key);
  if (!is_absent(scene.principal.team)) {
    note(team_reasons_key(event.tenant, scene.principal.team));
  }
}

}  // namespace centinela::state
