#include "centinela/state/observe.h"

#include "centinela/state/expire_idle.h"

#include "observe_parts.h"

#include <algorithm>

namespace centinela::state {
namespace {

EntityKey key_of(EntityType type, TenantToken tenant, std::uint64_t id) noexcept {
  return {type, tenant, id};
}

// Facts that the event carries replace what was known; what it lacks stays.
void recognise(PrincipalState& state, const Event& event) noexcept {
  const PrincipalRef& who = event.principal;
  if (event.has(Field::principal_kind) || !state.is_known) {
    state.kind = who.kind;
  }
  if (event.has(Field::principal_role)) {
    state.role = who.role;
  }
  if (event.has(Field::principal_team)) {
    state.team = who.team;
  }
  if (event.has(Field::principal_site)) {
    state.site = who.site;
  }
  if (event.has(Field::principal_time_zone)) {
    state.time_zone = who.time_zone;
  }
  if (event.has(Field::principal_since)) {
    state.since = who.since;
  }
  if (event.has(Field::principal_until)) {
    state.until = who.until;
  }
}

void recognise_tenant(TenantState& tenant, const PrincipalState& principal, const Event& event) {
  if (!tenant.is_started) {
    tenant.is_started = true;
    tenant.first_event = event.time;
  }
  tenant.first_event = std::min(tenant.first_event, event.time);
  tenant.last_event = std::max(tenant.last_event, event.time);
  ++tenant.events;
  tenant.busy.count(utc_day(event.time));
  if (!principal.is_known) {
    ++tenant.principals_by_kind[static_cast<std::size_t>(principal.kind)];
  }
}

}  // namespace

void advance_time(World& world, EventTime received) {
  world.groups.merge_when_full();
  if (world.is_started && received <= world.log_time) {
    return;
  }
  const bool is_new_day = !world.is_started || utc_day(received) != utc_day(world.log_time);
  world.log_time = received;
  if (is_new_day) {
    expire_idle(world, utc_day(received));
  }
  const std::int64_t boundary = window_index(received, snapshot_interval);
  if (world.is_started && boundary > world.snapshot_boundary) {
    world.groups.publish(window_start(boundary, snapshot_interval));
  }
  world.snapshot_boundary = std::max(world.snapshot_boundary, boundary);
  world.is_started = true;
}

Scene observe(World& world,
              const ObserveSettings& settings,
              const TimeZones& zones,
              const Event& event,
              std::vector<ClosedOpportunity>& closed) {
  const EntityKey principal_key =
      key_of(EntityType::principal, event.tenant, event.principal.id.value());
  const EntityKey producer_key =
      key_of(EntityType::producer, event.tenant, event.producer.name.value());
  const EntityKey path_key =
      key_of(EntityType::producer,
             event.tenant,
             pair_id(event.producer.name.value(), static_cast<std::uint64_t>(event.action)));

  TenantState& tenant = world.tenants.touch(key_of(EntityType::cohort, event.tenant, 0));
  PrincipalState& principal = world.principals.touch(principal_key);
  recognise(principal, event);
  recognise_tenant(tenant, principal, event);
  const GroupPath path = group_path(event.tenant, principal.kind, principal.role, principal.team);
  follow_group(world, principal, principal_key, path);

  Scene scene{.event = event,
              .world = world,
              .principal_key = principal_key,
              .producer_key = producer_key,
              .conversation_key = {},
              .tenant = tenant,
              .producer = world.producers.touch(producer_key),
              .path = world.paths.touch(path_key),
              .principal = principal,
              .group = world.groups.touch(path, principal.kind),
              .group_path = path,
              .local = zones.local(principal.time_zone, event.time),
              .hour = window_index(event.time, one_hour),
              .gaps = {},
              .counted = {}};
  observe_producer(scene, settings);
  roll_windows(world, scene, closed);
  expect_planned(settings.planned, scene);
  observe_conversation(world, scene);
  observe_chain(world, scene);
  observe_release(world, scene);
  observe_agent(world, scene);
  observe_session(world, scene);
  observe_class(world, scene, closed);
  if (!scene.is_late) {
    note_standing(world, scene);
    count_subjects(world, settings, scene);
    observe_aside(world, settings, scene);
    observe_takeover(world, settings, scene);
  }
  return scene;
}

}  // namespace centinela::state
