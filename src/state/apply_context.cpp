#include "observe_parts.h"

#include <algorithm>

namespace centinela::state {
namespace {

void apply_employment(World& world, const ContextRecord& record) {
  if (is_absent(record.principal)) {
    return;
  }
  // Personnel systems speak of people before their first access.
  PrincipalState& principal =
      world.principals.touch({EntityType::principal, record.tenant, record.principal.value()});
  const EventTime until = record.until != EventTime{} ? record.until : record.valid_to;
  if (record.since != EventTime{}) {
    principal.since = record.since;
  }
  if (until != EventTime{}) {
    principal.until = until;
  }
}

void assign_queue(World& world, const ContextRecord& record) {
  if (is_absent(record.principal)) {
    return;
  }
  PrincipalState& principal =
      world.principals.touch({EntityType::principal, record.tenant, record.principal.value()});
  if (principal.queues.contains(record.queue)) {
    return;
  }
  if (principal.queues.full()) {
    principal.queues.erase_at(0);
  }
  principal.queues.push_back(record.queue);
}

// Assigned to a tenant as such, without a queue or a customer.
void assign_tenant(World& world, const ContextRecord& record) {
  VisitState& visit =
      world.visits.touch({EntityType::principal, TenantToken{}, record.principal.value()});
  visit.has_assignment = true;
  VisitedTenant* known = visit.find(record.tenant);
  if (known == nullptr) {
    if (visit.tenants.full()) {
      visit.tenants.erase_at(0);
    }
    VisitedTenant fresh;
    fresh.tenant = record.tenant;
    visit.tenants.push_back(fresh);
    known = &visit.tenants.back();
  }
  known->is_assigned = true;
  known->assigned_until = record.valid_to;
}

// An access that had been judged unexplained today is explained after all.
bool retract(World& world, const ContextRecord& record, const ExplanationState& explanations) {
  PrincipalState* principal =
      world.principals.find({EntityType::principal, record.tenant, record.principal.value()});
  if (principal == nullptr) {
    return false;
  }
  DayMark* mark = principal->subjects_today.find(record.data_subject);
  if (mark == nullptr || !mark->is_resolved || mark->unexplained <= 0) {
    return false;
  }
  AccessFacts facts;
  facts.principal = record.principal;
  facts.conversation = record.conversation;
  facts.queue = record.queue;
  facts.team = principal->team;
  facts.time = principal->last_seen;
  const Explained explained = explain_by_records(facts, explanations);
  const double unexplained = 1 - explained.strength;
  if (unexplained >= static_cast<double>(mark->unexplained)) {
    return false;
  }
  JustificationTrack& track = principal->justification;
  track.unexplained = std::max(0.0, track.unexplained - (mark->unexplained - unexplained));
  mark->unexplained = static_cast<float>(unexplained);
  if (explained.strength >= strength_settled) {
    if (SubjectState* subject = world.subjects.find(
            {EntityType::data_subject, record.tenant, record.data_subject.value()})) {
      subject->retract(record.principal);
    }
  }
  return true;
}

}  // namespace

bool apply(World& world, const ContextRecord& record) {
  if (record.kind == ContextKind::employment) {
    apply_employment(world, record);
    return false;
  }
  if (is_absent(record.data_subject)) {
    if (record.kind == ContextKind::approval && !is_absent(record.principal)) {
      world.approvals.touch({EntityType::principal, record.tenant, record.principal.value()})
          .record(record);
    }
    if (record.kind == ContextKind::assignment && !is_absent(record.queue)) {
      assign_queue(world, record);
    } else if (record.kind == ContextKind::assignment && !is_absent(record.principal)) {
      assign_tenant(world, record);
    }
    return false;
  }
  ExplanationState& state = world.explanations.touch(
      {EntityType::data_subject, record.tenant, record.data_subject.value()});
  state.record(explanation_from(record));
  return !is_absent(record.principal) && retract(world, record, state);
}

}  // namespace centinela::state
