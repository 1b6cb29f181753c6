// Look-alikes in which somebody or something is not what it was: B14, B16, B17, B20, B21, B23.
#include "simulator/behaviour.h"
#include "simulator/look_alikes/look_alikes.h"

#include <algorithm>

namespace centinela::simulator::look_alikes {

bool plan_vacation_cover(Planner& planner, Plot& plot) {
  const PrincipalIndex agent = planner.pick(Role::agent_l1);
  if (agent == nobody) {
    return false;
  }
  plot.principals = {agent};
  return planner.at_any_time(plot, 10 * one_day);
}

void alter_vacation_cover(const World& /*world*/, Plot& /*plot*/, Happening& happening) {
  happening.access.context.queue = Queue::billing;
  happening.explanation.queue = happening.is_context ? Queue::billing : Queue::none;
}

bool plan_reorganisation(Planner& planner, Plot& plot) {
  const TeamIndex from = planner.pick_team(Role::agent_l1, 2);
  if (from == nobody || !planner.at_any_time(plot, one_day)) {
    return false;
  }
  TeamIndex to = from;
  for (const TeamIndex team : planner.world().tenants[planner.tenant()].teams) {
    to = planner.world().teams[team].role == Role::agent_l2 ? team : to;
  }
  plot.principals = planner.unused_members(from);
  plot.number = to;
  // It lasts.
  plot.end = planner.world().profile.end();
  return true;
}

void alter_reorganisation(const World& /*world*/, Plot& plot, Happening& happening) {
  happening.team = static_cast<TeamIndex>(plot.number);
}

bool plan_office_move(Planner& planner, Plot& plot) {
  const World& world = planner.world();
  plot.cast = everybody(planner, [&](const Principal& person) {
    return person.kind == Kind::human && world.chance(plot.number, person.device) < 0.3;
  });
  plot.principals = plot.cast;
  const bool fits = planner.at_any_time(plot, 2 * one_day);
  plot.start = window_start(utc_day(plot.start), one_day);
  plot.end = world.profile.end();
  return fits && plot.start >= planner.from();
}

// A new private network: from one morning on, a third of the people come through it.
void alter_office_move(const World& world, Plot& /*plot*/, Happening& happening) {
  const Principal& person = world.principals[happening.principal];
  Network& network = happening.access.origin.network;
  if (!happening.is_context && network.autonomous_system == person.office.autonomous_system) {
    network.autonomous_system = network::new_office_vpn;
    network.address = address_in(network::new_office_vpn, person.device % 4);
  }
}

bool plan_back_fill(Planner& planner, Plot& plot) {
  const World& world = planner.world();
  const ProducerIndex producer = world.producer(planner.tenant(), ProducerKind::crm, 1);
  plot.cast = everybody(planner, [](const Principal&) { return true; });
  std::erase_if(plot.cast, [&](PrincipalIndex who) { return world.producer_of(who) != producer; });
  return planner.at_any_time(plot, std::chrono::hours{6});
}

// A producer's way to the log is blocked for six hours; then all comes at once.
void alter_back_fill(const World& /*world*/, Plot& plot, Happening& happening) {
  if (!happening.is_context) {
    const auto spread = static_cast<std::int64_t>(
        mix64(static_cast<std::uint64_t>(happening.time.milliseconds())) % 300'000);
    happening.delay = plot.end - happening.time + Duration{spread};
  }
}

bool plan_declared_release(Planner& planner, Plot& plot) {
  const PrincipalIndex bot = planner.pick(Role::chatbot);
  if (bot == nobody || !planner.at_any_time(plot, one_day)) {
    return false;
  }
  plot.principals = {bot};
  plot.end = planner.world().profile.end();
  return true;
}

// The wider schema is announced before the release.
void act_declared_release(Workbench& bench, Plot& plot) {
  if (!holds(bench, plot.start)) {
    return;
  }
  Happening& record =
      bench.context(plot.tenant, ContextKind::approval, plot.start - Duration{900'000});
  record.principal = plot.principals.front();
  record.explanation.issuer = Issuer::third_person;
  record.explanation.change = plot.number & 0xFFFFFFFFFFU;
  record.explanation.valid_to = plot.end;
}

void alter_declared_release(const World& world, Plot& plot, Happening& happening) {
  if (happening.is_context) {
    return;
  }
  Access& access = happening.access;
  access.context.version =
      static_cast<std::uint16_t>(release_of(world, happening.principal, happening.time) + 1);
  access.context.change = plot.number & 0xFFFFFFFFFFU;
  if (access.resource == ResourceId::customers && access.action == Action::read) {
    access.fields = first_fields(16);
  }
}

bool plan_second_account(Planner& planner, Plot& plot) {
  const World& world = planner.world();
  const auto aliases = everybody(planner, [](const Principal& p) { return p.alias_of != nobody; });
  if (aliases.empty() || planner.is_used(aliases.front())) {
    return false;
  }
  const Principal& alias = world.principals[aliases.front()];
  plot.principals = {aliases.front(), alias.alias_of};
  plot.cast = {alias.alias_of};
  plot.start = window_start(alias.since, one_day);
  plot.end = world.profile.end();
  planner.use(aliases.front());
  planner.use(alias.alias_of);
  return plot.start >= planner.from() && plot.start < planner.to();
}

void act_second_account(Workbench& bench, Plot& plot) {
  if (!holds(bench, plot.start)) {
    return;
  }
  Happening& record = bench.context(plot.tenant, ContextKind::link, plot.start);
  record.principal = plot.principals.front();
  record.explanation.from = plot.principals.back();
}

// Another name from one day on: another account for the same person.
void alter_second_account(const World& /*world*/, Plot& plot, Happening& happening) {
  happening.principal = plot.principals.front();
}

}  // namespace centinela::simulator::look_alikes
