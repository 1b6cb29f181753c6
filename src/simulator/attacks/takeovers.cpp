// Attacks with somebody else's account, or from somewhere else: A11, A12, A18, A21, X3.
#include "simulator/attacks/attacks.h"
#include "simulator/behaviour.h"
#include "simulator/cases.h"

#include <algorithm>
#include <array>

namespace centinela::simulator::attacks {

bool plan_stolen_session(Planner& planner, Plot& plot) {
  const PrincipalIndex victim = planner.pick(Role::agent_l1);
  if (victim == nobody) {
    return false;
  }
  plot.principals = {victim};
  return planner.on_shift(plot, victim, planner.hours(2, 4));
}

// A script drives the victim's session from elsewhere at a constant beat.
void act_stolen_session(Workbench& bench, Plot& plot) {
  const World& world = bench.world();
  const PrincipalIndex victim = plot.principals.front();
  const Network network = foreign_network(world, victim, plot.number);
  const Duration beat{static_cast<std::int64_t>(8'000 / std::max(0.5, plot.magnitude))};
  const EventTime until = std::min(bench.slot() + slot_length, plot.end);
  EventTime time = std::max(bench.slot(), plot.start);
  for (; time < until;
       time = time + beat + Duration{static_cast<std::int64_t>(150 * bench.rng().uniform())}) {
    const Customer customer = world.any_customer(plot.tenant, bench.rng());
    note_subject(plot, customer);
    const CaseFile file = open_case(bench, victim, customer, Reason::none, time);
    Access& read = touch(bench, victim, file, ResourceId::customers, time).access;
    read.origin.network = network;
    read.origin.app = plot.number % 2 == 0 ? App::python_client : App::browser;
  }
}

bool plan_service_misuse(Planner& planner, Plot& plot) {
  const PrincipalIndex service = planner.pick(Role::nightly_job);
  if (service == nobody) {
    return false;
  }
  plot.principals = {service};
  return planner.at_any_time(plot, planner.hours(3, 8));
}

// Somebody works with a job's account: look-ups by hand, from a laptop.
void act_service_misuse(Workbench& bench, Plot& plot) {
  const World& world = bench.world();
  constexpr std::array<ResourceId, 4> tables{ResourceId::customers,
                                             ResourceId::payment_methods,
                                             ResourceId::invoices,
                                             ResourceId::consents};
  const auto place = static_cast<PlaceIndex>(plot.number % 10);
  const std::uint32_t provider = places()[place].providers.at(0);
  const bool is_first = holds(bench, plot.start);
  for (std::int64_t n = count_at(bench, plot, 10 * plot.magnitude) + (is_first ? 1 : 0); n > 0;
       --n) {
    const ResourceId table = tables.at(bench.rng().below(tables.size()));
    Happening& look = bulk_access(
        bench, plot.principals.front(), table, 1 + bench.rng().below(30), moment_of(bench, plot));
    Access& access = look.access;
    access.fields = usual_fields(table, bench.rng().next());
    access.shape = bench.happens(0.5) ? Shape::by_name : Shape::filter;
    access.origin = {.network = {address_in(provider, plot.number), provider, place},
                     .device = static_cast<std::uint32_t>(plot.number % (1U << 30U)) + 1,
                     .app = App::sql_client,
                     .session = plot.number,
                     .client = 0};
    for (std::uint64_t i = 0; i < std::min<std::uint64_t>(access.records, 5); ++i) {
      access.subjects.push_back(world.any_customer(plot.tenant, bench.rng()));
      note_subject(plot, access.subjects.back());
    }
  }
}

bool plan_leaver_account(Planner& planner, Plot& plot) {
  const PrincipalIndex leaver = planner.pick_if([&](const Principal& person) {
    return is_human(person.role) && person.until != 0 && person.until + 2 < utc_day(planner.from());
  });
  if (leaver == nobody) {
    return false;
  }
  plot.principals = {leaver};
  return planner.at_any_time(plot, planner.hours(1, 3));
}

// An account that nobody closed is used again, for one night.
void act_leaver_account(Workbench& bench, Plot& plot) {
  const PrincipalIndex leaver = plot.principals.front();
  const bool is_first = holds(bench, plot.start);
  for (std::int64_t n = count_at(bench, plot, 150 * plot.magnitude) + (is_first ? 1 : 0); n > 0;
       --n) {
    const Customer customer = bench.world().any_customer(plot.tenant, bench.rng());
    look_up(bench, leaver, plot, customer, moment_of(bench, plot));
  }
}

bool plan_tenant_hopper(Planner& planner, Plot& plot) {
  const PrincipalIndex engineer = planner.pick(Role::vendor_engineer);
  if (engineer == nobody || planner.world().tenants.size() < 2) {
    return false;
  }
  plot.principals = {engineer};
  return planner.at_any_time(plot, planner.hours(1, 6));
}

// A vendor's engineer reads in tenants that are not his.
void act_tenant_hopper(Workbench& bench, Plot& plot) {
  const World& world = bench.world();
  const PrincipalIndex engineer = plot.principals.front();
  const auto tenants = static_cast<std::uint32_t>(world.tenants.size());
  const bool is_first = holds(bench, plot.start);
  for (std::int64_t n = count_at(bench, plot, 12 * plot.magnitude) + (is_first ? 1 : 0); n > 0;
       --n) {
    Happening& look = bulk_access(bench, engineer, ResourceId::tickets, 1, moment_of(bench, plot));
    look.access.action = Action::read;
    look.access.shape = Shape::by_id;
    look.access.limit = 1;
    look.tenant =
        static_cast<TenantIndex>((plot.tenant + 1 + bench.rng().below(tenants - 1)) % tenants);
    look.producer = world.producer(look.tenant, ProducerKind::crm, engineer);
    look.access.subjects.push_back(world.any_customer(look.tenant, bench.rng()));
  }
}

bool plan_impossible_travel(Planner& planner, Plot& plot) {
  const PrincipalIndex victim = planner.pick(Role::agent_l1);
  if (victim == nobody) {
    return false;
  }
  plot.principals = {victim};
  return planner.on_shift(plot, victim, planner.hours(0.5, 1.5));
}

// A second sign-in from another continent while the person is at work, then a few looks from there.
void act_impossible_travel(Workbench& bench, Plot& plot) {
  const World& world = bench.world();
  const PrincipalIndex victim = plot.principals.front();
  const Network network = foreign_network(world, victim, plot.number);
  const auto device = static_cast<std::uint32_t>(plot.number % (1U << 30U)) + 1;
  const auto from_there = [&](Happening& happening) {
    happening.access.origin.network = network;
    happening.access.origin.device = device;
    happening.access.origin.session = plot.number;
  };
  if (holds(bench, plot.start)) {
    Happening& login = bench.access(victim, plot.start);
    login.access.action = Action::login;
    login.access.records = 0;
    login.producer = world.producer(plot.tenant, ProducerKind::identity);
    from_there(login);
  }
  for (std::int64_t n = count_at(bench, plot, 20 * plot.magnitude); n > 0; --n) {
    const Customer customer = world.any_customer(plot.tenant, bench.rng());
    note_subject(plot, customer);
    const CaseFile file = open_case(bench, victim, customer, Reason::none, moment_of(bench, plot));
    from_there(touch(bench, victim, file, ResourceId::customers, file.time));
  }
}

}  // namespace centinela::simulator::attacks
