#include "centinela/state/observe_subject.h"

#include "observe_parts.h"

#include <algorithm>

namespace centinela::state {
namespace {

Explained explain_again(World& world, const PendingAccess& access) {
  const EntityKey key{
      EntityType::data_subject, access.principal.tenant, access.data_subject.value()};
  Explained best;
  best.strength = 1 - static_cast<double>(access.unexplained);
  best.miss = access.miss;
  if (const ExplanationState* records = world.explanations.find(key); records != nullptr) {
    const AccessFacts facts{PrincipalToken{access.principal.id},
                            access.conversation,
                            access.queue,
                            access.team,
                            access.time};
    best = stronger(best, explain_by_records(facts, *records));
  }
  return best;
}

void settle(World& world, const PendingAccess& access, const Explained& explained) {
  PrincipalState* principal = world.principals.find(access.principal);
  if (principal == nullptr) {
    return;  // evicted meanwhile: there is nobody left to hold it against
  }
  const double unexplained = 1 - explained.strength;
  settle_access(*principal, access.day, unexplained);
  if (principal->justification.day != access.day) {
    return;
  }
  if (DayMark* mark = principal->subjects_today.find(access.data_subject); mark != nullptr) {
    mark->unexplained = static_cast<float>(unexplained);
    mark->is_resolved = true;
  }
}

// What people do is a matter of the data subject too; machines have jobs, not curiosity.
HotSight visit(World& world, const PendingAccess& access, const Explained& explained) {
  if (!is_person(access.kind)) {
    return {};
  }
  HotSight sight;
  if (explained.strength >= strength_settled) {
    note_explained_access(world, access);
  } else {
    sight = note_unexplained_access(world, access);
    note_repeated(world, access, sight);
  }
  if (explained.strength < strength_needed(access)) {
    note_related(world, access, sight);
  }
  return sight;
}

}  // namespace

void resolve_pending(World& world, const ObserveSettings&, std::vector<ResolvedAccess>& resolved) {
  const auto is_due = [&world] {
    return !world.pending.empty() && (world.pending.front().deadline <= world.log_time ||
                                      world.pending.size() > world.bounds.pending_max);
  };
  while (is_due()) {
    const PendingAccess access = world.pending.front();
    world.pending.pop_front();
    world.pending_overflows += access.deadline > world.log_time ? 1 : 0;
    const Explained explained = explain_again(world, access);
    settle(world, access, explained);
    TenantState& tenant = world.tenants.touch({EntityType::cohort, access.principal.tenant, 0});
    if (explained.strength >= strength_settled) {
      world.explained_pairs.seen_before(
          pair_id(access.principal.hash(), access.data_subject.value()), access.time);
      tenant.explained += 1;
    } else {
      tenant.unexplained += 1;
    }
    resolved.push_back({access, explained, visit(world, access, explained)});
  }
}

}  // namespace centinela::state
