#include "centinela/state/prefetch.h"

#include <algorithm>
#include <span>

namespace centinela::state {
namespace {

// Of a long list the first are enough: the others are asked for while these are worked on.
std::span<const DataSubjectToken> first_of(const Event& event) noexcept {
  constexpr std::size_t ahead = 4;
  const std::span<const DataSubjectToken> all = event.data_subjects.span();
  return all.first(std::min(all.size(), ahead));
}

EntityKey principal_of(const Event& event) noexcept {
  return {EntityType::principal, event.tenant, event.principal.id.value()};
}

EntityKey conversation_of(const Event& event) noexcept {
  return {EntityType::conversation, event.tenant, event.context.conversation.value()};
}

EntityKey data_subject_of(TenantToken tenant, DataSubjectToken data_subject) noexcept {
  return {EntityType::data_subject, tenant, data_subject.value()};
}

}  // namespace

void prefetch_index(const World& world, const Event& event) noexcept {
  world.recent_ids.prefetch(event.id);
  const EntityKey principal = principal_of(event);
  world.principals.prefetch(principal);
  if (!is_absent(event.context.conversation)) {
    world.conversations.prefetch(conversation_of(event));
  }
  for (const DataSubjectToken data_subject : first_of(event)) {
    world.explanations.prefetch(data_subject_of(event.tenant, data_subject));
    const std::uint64_t pair = pair_id(principal.hash(), data_subject.value());
    world.known_pairs.prefetch(pair);
    world.explained_pairs.prefetch(pair);
  }
}

void prefetch_state(const World& world, const Event& event) noexcept {
  world.principals.prefetch_state(principal_of(event));
  if (!is_absent(event.context.conversation)) {
    world.conversations.prefetch_state(conversation_of(event));
  }
  for (const DataSubjectToken data_subject : first_of(event)) {
    world.explanations.prefetch_state(data_subject_of(event.tenant, data_subject));
  }
}

void prefetch_index(const World& world, const ContextRecord& record) noexcept {
  if (!is_absent(record.data_subject)) {
    world.explanations.prefetch(data_subject_of(record.tenant, record.data_subject));
  }
}

void prefetch_state(const World& world, const ContextRecord& record) noexcept {
  if (!is_absent(record.data_subject)) {
    world.explanations.prefetch_state(data_subject_of(record.tenant, record.data_subject));
  }
}

}  // namespace centinela::state
