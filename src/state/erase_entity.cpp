#include "centinela/state/erase_entity.h"

#include "observe_parts.h"

namespace centinela::state {
namespace {

// Kept by principal for all tenants: only this one's part goes.
void leave_tenant(World& world, const Erasure& erasure) {
  const EntityKey key{EntityType::principal, TenantToken{}, erasure.principal.value()};
  VisitState* visits = world.visits.find(key);
  if (visits == nullptr) {
    return;
  }
  for (std::size_t i = visits->tenants.size(); i-- > 0;) {
    if (visits->tenants[i].tenant == erasure.tenant) {
      visits->tenants.erase_at(i);
    }
  }
  if (visits->tenants.empty()) {
    world.visits.erase(key);
  }
}

}  // namespace

void part_from_world(World& world, Erasure& erasure) {
  if (!is_absent(erasure.principal)) {
    const EntityKey key{EntityType::principal, erasure.tenant, erasure.principal.value()};
    if (const PrincipalState* principal = world.principals.find(key); principal != nullptr) {
      leave_groups(world, *principal, key);
    }
    leave_tenant(world, erasure);
    world.intents.erase(delegation_key(erasure.tenant, erasure.principal.value()));
  }
  world.conversations.for_each_read(
      [&](const EntityKey& key, const ConversationState& conversation) {
        if (key.tenant == erasure.tenant && is_about(conversation, erasure)) {
          erasure.also.push_back(key);
        }
      });
}

}  // namespace centinela::state
