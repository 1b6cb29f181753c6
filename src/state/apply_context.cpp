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
  if (is_absent(record.principal)) {
    return;
  }
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

// A reason that names no customer belongs to the principal, else to the team that it names.
bool note_reason(World& world, const ContextRecord& record) {
  const bool has_team = !is_absent(record.team);
  if (is_absent(record.principal) && !has_team) {
    return false;  // everybody's reason is nobody's
  }
  const EntityKey key =
      is_absent(record.principal)
          ? team_reasons_key(record.tenant, record.team)
          : EntityKey{EntityType::principal, record.tenant, record.principal.value()};
  world.approvals.touch(key).stand(standing_from(record));
  return true;
}

// Work that leads to customers, but to none in particular. True when it may explain accesses.
bool apply_standing(World& world, const ContextRecord& record) {
  const bool has_end = record.valid_to > record.valid_from;
  switch (record.kind) {
    case ContextKind::approval:
      if (!is_absent(record.principal)) {
        world.approvals.touch({EntityType::principal, record.tenant, record.principal.value()})
            .record(record);
      }
      return note_reason(world, record);
    case ContextKind::grant:
    case ContextKind::event:
    case ContextKind::roster:
    case ContextKind::handover:
      return note_reason(world, record);
    case ContextKind::assignment:
      if (is_absent(record.queue)) {
        assign_tenant(world, record);
        return false;
      }
      if (has_end || is_absent(record.principal)) {
        return note_reason(world, record);
      }
      assign_queue(world, record);
      return true;
    default:  // without a customer there is nothing that they could explain
      return false;
  }
}

// Another customer whom the conversation may speak for. Not by the word of the bot that speaks in
// it: that is the one whom the promise binds.
void apply_link(World& world, const ContextRecord& record) {
  if (is_absent(record.conversation) || record.issued_by == IssuedBy::self) {
    return;
  }
  ConversationState& conversation = world.conversations.touch(
      {EntityType::conversation, record.tenant, record.conversation.value()});
  link(conversation, record.data_subject);
}

}  // namespace

void apply(World& world, const ContextRecord& record, std::vector<ResolvedAccess>& retracted) {
  if (record.kind == ContextKind::employment) {
    apply_employment(world, record);
    return;
  }
  if (is_absent(record.data_subject)) {
    if (apply_standing(world, record)) {
      retract(world, record, retracted);
    }
    return;
  }
  ExplanationState& state = world.explanations.touch(
      {EntityType::data_subject, record.tenant, record.data_subject.value()});
  state.record(explanation_from(record));
  if (record.kind == ContextKind::link) {
    apply_link(world, record);
  }
  retract(world, record, retracted);
}

}  // namespace centinela::state
