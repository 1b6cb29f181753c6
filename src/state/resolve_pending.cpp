#include "centinela/state/observe_subject.h"

#include "observe_parts.h"

#include <algorithm>

namespace centinela::state {
namespace {

Explained explain_again(World& world, const PendingAccess& access) {
  Explained best;
  best.strength = 1 - static_cast<double>(access.unexplained);
  best.miss = access.miss;
  const AccessFacts facts{PrincipalToken{access.principal.id},
                          access.conversation,
                          access.queue,
                          access.team,
                          access.time,
                          access.record_class};
  return stronger(best, reasons_on_record(world, access.principal, access.data_subject, facts));
}

// Kept for an explanation that comes still later.
void keep_judged(World& world, const PendingAccess& access, const Explained& explained) {
  SubjectState& subject = world.subjects.touch(
      {EntityType::data_subject, access.principal.tenant, access.data_subject.value()});
  if (!subject.judged) {
    subject.judged = std::make_unique<JudgedList>();
  }
  JudgedAccess judged;
  judged.principal = PrincipalToken{access.principal.id};
  judged.conversation = access.conversation;
  judged.queue = access.queue;
  judged.team = access.team;
  judged.record_class = access.record_class;
  judged.time = access.time;
  judged.day = access.day;
  judged.position = access.position;
  judged.unexplained = static_cast<float>(1 - explained.strength);
  subject.judged->note(judged);
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
    keep_judged(world, access, explained);
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
