// WatchedWorld: a small world that meets events one by one, as a shard does. Tests only.
#pragma once

#include "centinela/state/observe.h"

#include "support/event_builder.h"

#include <vector>

namespace centinela::testing_support {

inline state::Bounds small_bounds() {
  state::Bounds bounds;
  bounds.principals_max = 512;
  bounds.classes_max = 512;
  bounds.conversations_max = 128;
  bounds.data_subjects_max = 4096;
  bounds.groups_max = 64;
  bounds.producers_max = 16;
  bounds.paths_max = 64;
  bounds.event_ids_max = 4096;
  bounds.pending_max = 4096;
  bounds.pairs_max = 4096;
  return bounds;
}

// The entity's state; a test that asks for what is not there is wrong.
template <class State>
State& known(state::EntityStore<State>& store, const state::EntityKey& key) {
  State* found = store.find(key);
  CENTINELA_CHECK(found != nullptr);
  return *found;
}

struct WatchedWorld {
  state::World world{small_bounds()};
  state::ObserveSettings settings;
  TimeZones zones;
  std::vector<state::ClosedOpportunity> closed;
  std::vector<state::ResolvedAccess> resolved;
  std::vector<state::ResolvedAccess> retracted;  // by the latest context record

  // The scene borrows the event.
  state::Scene observe(const Event& event) {
    state::advance_time(world, event.received);
    state::resolve_pending(world, settings, resolved);
    return state::observe(world, settings, zones, event, closed);
  }
  state::Scene observe(EventBuilder& builder) { return observe(builder.event()); }

  // Observed and learnt, as something that was not unusual.
  state::Scene see(EventBuilder& builder) {
    state::Scene scene = observe(builder);
    state::learn(world, scene, 1);
    return scene;
  }
  state::Counted count(EventBuilder builder) { return see(builder).counted; }

  // Time passes without an event; a snapshot is published at every boundary.
  void wait_until(EventTime time) {
    state::advance_time(world, time);
    state::resolve_pending(world, settings, resolved);
  }
  bool apply(const ContextRecord& record) {
    wait_until(record.received);
    retracted.clear();
    state::apply(world, record, retracted);
    return !retracted.empty();
  }

  state::PrincipalState& principal(std::uint64_t id) {
    return known(world.principals, {EntityType::principal, TenantToken{1}, id});
  }
  state::TenantState& tenant() {
    return known(world.tenants, {EntityType::cohort, TenantToken{1}, 0});
  }
};

}  // namespace centinela::testing_support
