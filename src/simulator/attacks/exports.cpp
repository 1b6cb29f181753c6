// Attacks that carry much away at once or in slices: A1, A5, A13, A14.
#include "simulator/attacks/attacks.h"
#include "simulator/behaviour.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace centinela::simulator::attacks {
namespace {

std::uint64_t rows(Workbench& bench, double median, double spread) {
  return static_cast<std::uint64_t>(
      std::max(1.0, median * std::exp(spread * bench.rng().normal())));
}

Happening& carry_off(Workbench& bench, PrincipalIndex who, std::uint64_t count, EventTime time) {
  Happening& job = bulk_access(bench, who, ResourceId::customer_profiles, count, time);
  job.access.action = Action::export_records;
  return job;
}

}  // namespace

bool plan_vendor_token(Planner& planner, Plot& plot) {
  const PrincipalIndex vendor = planner.pick(Role::vendor_client);
  if (vendor == nobody) {
    return false;
  }
  plot.principals = {vendor};
  return planner.at_any_time(plot, planner.hours(60, 100));
}

// A stolen token: a day of counting, then jobs of whole tables, each deleted after it has run; all
// from a hoster's network.
void act_vendor_token(Workbench& bench, Plot& plot) {
  const PrincipalIndex vendor = plot.principals.front();
  const Network network{address_in(network::hosting, plot.number), network::hosting, 10};
  constexpr std::array<ResourceId, 3> tables{
      ResourceId::customers, ResourceId::tickets, ResourceId::merchants};
  const bool is_reconnaissance = bench.slot() < plot.start + one_day;
  const auto from_there = [&](Happening& happening) -> Access& {
    happening.access.origin.network = network;
    return happening.access;
  };
  if (is_reconnaissance) {
    for (std::int64_t n = count_at(bench, plot, 0.8); n > 0; --n) {
      const ResourceId table = tables.at(bench.rng().below(tables.size()));
      from_there(bulk_access(bench, vendor, table, 1, moment_of(bench, plot))).shape = Shape::count;
    }
    return;
  }
  // Two jobs a day, twelve hours apart.
  const std::int64_t phase = (bench.slot() - plot.start) / one_hour;
  if (phase % 12 != 1 || !holds(bench, bench.slot()) ||
      (bench.slot() - plot.start) % one_hour >= slot_length) {
    return;
  }
  EventTime time = bench.moment();
  for (int page = 0; page < 8; ++page) {
    Access& job =
        from_there(carry_off(bench, vendor, rows(bench, 4000 * plot.magnitude, 0.1), time));
    job.resource = tables.at(bench.rng().below(2));
    job.page = static_cast<std::uint32_t>(page);
    job.destination = Destination::partner_bucket;
    time = time + std::chrono::seconds{40};
  }
  Access& removal = from_there(bulk_access(bench, vendor, ResourceId::export_jobs, 1, time));
  removal.action = Action::delete_records;
}

bool plan_leaver_export(Planner& planner, Plot& plot) {
  const auto in_notice = [&](const Principal& person) {
    return is_human(person.role) && person.notice != 0 &&
           person.notice <= utc_day(planner.from()) && person.until > utc_day(planner.from());
  };
  const PrincipalIndex leaver = planner.pick_if(in_notice);
  if (leaver == nobody) {
    return false;
  }
  plot.principals = {leaver};
  return planner.on_shift(plot, leaver, planner.hours(1, 2));
}

// In the notice period: a handful of exports, each tens of times a usual one.
void act_leaver_export(Workbench& bench, Plot& plot) {
  const PrincipalIndex leaver = plot.principals.front();
  const bool is_first = holds(bench, plot.start);
  const std::int64_t jobs = count_at(bench, plot, 4) + (is_first ? 1 : 0);
  for (std::int64_t n = 0; n < jobs; ++n) {
    Happening& job = carry_off(
        bench, leaver, rows(bench, 650 * 30 * plot.magnitude, 0.3), moment_of(bench, plot));
    job.access.resource = ResourceId::customers;
    job.access.destination = Destination::personal_cloud;
    job.access.fields = first_fields(8);
  }
}

bool plan_fake_loader(Planner& planner, Plot& plot) {
  const PrincipalIndex victim = planner.pick(Role::manager) != nobody && planner.rng().below(3) == 0
                                    ? planner.pick(Role::billing_agent)
                                    : planner.pick(Role::agent_l2);
  if (victim == nobody) {
    return false;
  }
  plot.principals = {victim};
  return planner.on_shift(plot, victim, planner.hours(0.4, 0.7));
}

// A caller talks somebody into authorising a client, which then pages through whole tables.
void act_fake_loader(Workbench& bench, Plot& plot) {
  if (!holds(bench, plot.start)) {
    return;
  }
  const World& world = bench.world();
  const PrincipalIndex victim = plot.principals.front();
  Happening& grant = bench.access(victim, plot.start);
  grant.access.action = Action::grant;
  grant.access.records = 0;
  grant.producer = world.producer(plot.tenant, ProducerKind::identity);
  EventTime time = plot.start + std::chrono::minutes{4};
  for (std::uint32_t page = 0; time < plot.end; ++page) {
    Happening& job = carry_off(bench, victim, rows(bench, 20'000 * plot.magnitude, 0.05), time);
    job.producer = world.producer(plot.tenant, ProducerKind::vendor_api);
    job.access.resource = page % 2 == 0 ? ResourceId::customers : ResourceId::orders;
    job.access.page = page / 2;
    job.access.origin = {
        .network = {address_in(network::other_hosting, plot.number), network::other_hosting, 11},
        .device = 0,
        .app = App::data_loader,
        .session = 0,
        .client = static_cast<std::uint16_t>(300 + plot.number % 500)};
    time = time + Duration{60'000 + static_cast<std::int64_t>(bench.rng().below(50'000))};
  }
}

bool plan_dribble(Planner& planner, Plot& plot) {
  const PrincipalIndex service = planner.pick(Role::nightly_job);
  if (service == nobody) {
    return false;
  }
  plot.principals = {service};
  return planner.at_any_time(plot, 30 * one_day);
}

// Every night a few jobs of 490 rows, just under a rule of 500.
void act_dribble(Workbench& bench, Plot& plot) {
  if (!holds_minute(sites()[1], bench.slot(), 3 * 60)) {
    return;
  }
  const auto jobs = static_cast<int>(3 + bench.rng().below(4));
  EventTime time = bench.moment();
  for (int i = 0; i < jobs; ++i) {
    Happening& job = carry_off(bench, plot.principals.front(), 480 + bench.rng().below(18), time);
    job.access.resource = ResourceId::customers;
    job.access.destination = Destination::reports_share;
    for (int n = 0; n < 200; ++n) {
      job.access.subjects.push_back(bench.world().any_customer(plot.tenant, bench.rng()));
    }
    time = time + std::chrono::minutes{7};
  }
}

}  // namespace centinela::simulator::attacks
