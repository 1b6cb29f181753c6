// Attacks by people who look at customers without a reason: A2, A3, A4, A6, A7, A20, A22, X2, X4.
#include "simulator/attacks/attacks.h"
#include "simulator/cases.h"

#include <algorithm>
#include <cmath>

namespace centinela::simulator::attacks {
namespace {

constexpr Mood usual{};

// Somebody who serves customers.
PrincipalIndex pick_agent(Planner& planner) {
  const PrincipalIndex agent = planner.pick(Role::agent_l1);
  return agent != nobody ? agent : planner.pick(Role::billing_agent);
}

Customer some_customer(Workbench& bench, const Plot& plot) {
  return bench.world().any_customer(plot.tenant, bench.rng());
}

// More of the same beside the ordinary work of this slot, a share of it without a ticket.
void add_cases(
    Workbench& bench, Plot& plot, PrincipalIndex who, double factor, double without_ticket) {
  const double expected = expected_cases(bench.world(), who, bench.slot(), usual) * factor;
  for (std::int64_t n = bench.rng().poisson(expected); n > 0; --n) {
    const Customer customer = some_customer(bench, plot);
    const EventTime time = bench.moment();
    if (bench.happens(without_ticket)) {
      look_up(bench, who, plot, customer, time);
      continue;
    }
    note_subject(plot, customer);
    work_case(bench, who, open_case(bench, who, customer, Reason::ticket, time));
  }
}

double days_into(const Workbench& bench, const Plot& plot) {
  // The slot may begin a little before the plot.
  return std::max(0.0,
                  static_cast<double>((bench.slot() - plot.start).count()) /
                      static_cast<double>(one_day.count()));
}

}  // namespace

Happening& look_up(
    Workbench& bench, PrincipalIndex who, Plot& plot, Customer customer, EventTime time) {
  note_subject(plot, customer);
  const CaseFile file = open_case(bench, who, customer, Reason::none, time);
  Happening& look = touch(bench, who, file, ResourceId::customers, time);
  if (bench.happens(0.35)) {
    touch(bench,
          who,
          file,
          ResourceId::orders,
          time + Duration{8'000 + static_cast<std::int64_t>(bench.rng().below(40'000))});
  }
  return look;
}

bool plan_bribed_agent(Planner& planner, Plot& plot) {
  const PrincipalIndex agent = pick_agent(planner);
  if (agent == nobody) {
    return false;
  }
  plot.principals = {agent};
  return planner.at_any_time(plot, 40 * one_day);
}

// Low and slow: at x1 six looks without a ticket for each ten cases of a usual day.
void act_bribed_agent(Workbench& bench, Plot& plot) {
  add_cases(bench, plot, plot.principals.front(), 0.6 * plot.magnitude, 1.0);
}

bool plan_bribery_ring(Planner& planner, Plot& plot) {
  const TeamIndex team = planner.pick_team(Role::agent_l1, 10);
  if (team == nobody) {
    return false;
  }
  const std::vector<PrincipalIndex> members = planner.unused_members(team);
  const std::size_t size = std::min<std::size_t>(members.size(), 8 + planner.rng().below(8));
  for (std::size_t i = 0; i < size; ++i) {
    planner.use(members[i]);
    plot.principals.push_back(members[i]);
  }
  return planner.at_any_time(plot, 10 * one_day);
}

void act_bribery_ring(Workbench& bench, Plot& plot) {
  for (const PrincipalIndex who : plot.principals) {
    add_cases(bench, plot, who, 0.25 * plot.magnitude, 0.7);
  }
}

bool plan_merchant_pair(Planner& planner, Plot& plot) {
  const TeamIndex team = planner.pick_team(Role::agent_l1, 2);
  if (team == nobody) {
    return false;
  }
  const std::vector<PrincipalIndex> members = planner.unused_members(team);
  plot.principals = {members[0], members[1]};
  planner.use(members[0]);
  planner.use(members[1]);
  return planner.at_any_time(plot, planner.hours(5 * 24.0, 9 * 24.0));
}

// Two of a team pull the orders of customers of other queues, besides a normal day.
void act_merchant_pair(Workbench& bench, Plot& plot) {
  for (const PrincipalIndex who : plot.principals) {
    const double per_slot = 9 * plot.magnitude / 34;
    const ShiftMoment moment = shift_moment(bench.world(), who, bench.slot());
    if (moment.minute >= 510 || !works_on(bench.world(), who, moment.day)) {
      continue;
    }
    for (std::int64_t n = bench.rng().poisson(per_slot); n > 0; --n) {
      const EventTime time = bench.moment();
      const Customer customer = some_customer(bench, plot);
      note_subject(plot, customer);
      CaseFile file = open_case(bench, who, customer, Reason::none, time);
      file.queue = Queue::billing;
      touch(bench, who, file, ResourceId::merchants, time);
      touch(bench, who, file, ResourceId::orders, time + std::chrono::seconds{25});
    }
  }
}

bool plan_curiosity(Planner& planner, Plot& plot) {
  const std::size_t people = 4 + planner.rng().below(9);
  if (!planner.at_any_time(plot, planner.hours(4, 24))) {
    return false;
  }
  for (std::size_t i = 0; i < people; ++i) {
    const PrincipalIndex who = pick_agent(planner);
    if (who != nobody) {
      plot.principals.push_back(who);
    }
  }
  Customer known =
      1 + static_cast<Customer>(plot.number % planner.world().tenants[plot.tenant].customers);
  while (!planner.world().is_vip(plot.tenant, known) ||
         planner.world().is_canary(plot.tenant, known)) {
    known = 1 + known % planner.world().tenants[plot.tenant].customers;
  }
  plot.number = known;
  return plot.principals.size() >= 4;
}

// A well-known customer is looked up by many who have nothing to do with the matter.
void act_curiosity(Workbench& bench, Plot& plot) {
  const double hours = static_cast<double>((plot.end - plot.start) / one_hour) + 1;
  for (const PrincipalIndex who : plot.principals) {
    for (std::int64_t n = count_at(bench, plot, 2 * plot.magnitude / hours); n > 0; --n) {
      look_up(bench, who, plot, static_cast<Customer>(plot.number), moment_of(bench, plot));
    }
  }
}

bool plan_stalker(Planner& planner, Plot& plot) {
  const PrincipalIndex agent = pick_agent(planner);
  if (agent == nobody) {
    return false;
  }
  plot.principals = {agent};
  plot.number = planner.world().any_customer(plot.tenant, planner.rng());
  return planner.at_any_time(plot, 30 * one_day);
}

void act_stalker(Workbench& bench, Plot& plot) {
  const PrincipalIndex who = plot.principals.front();
  if (!is_on_shift(bench.world(), who, bench.slot())) {
    return;
  }
  // Some 750 slots of duty in thirty days.
  for (std::int64_t n = bench.rng().poisson(7 * plot.magnitude / 750); n > 0; --n) {
    look_up(bench, who, plot, static_cast<Customer>(plot.number), bench.moment()).access.labels |=
        label::household;
  }
}

bool plan_boiling_frog(Planner& planner, Plot& plot) {
  const PrincipalIndex agent = pick_agent(planner);
  if (agent == nobody) {
    return false;
  }
  plot.principals = {agent};
  return planner.at_any_time(plot, 46 * one_day);
}

// Three per cent more each day, ticketed as usual, then five times a normal day.
void act_boiling_frog(Workbench& bench, Plot& plot) {
  const double days = days_into(bench, plot);
  const double factor =
      days < 45 ? std::pow(1.03, days * std::min(plot.magnitude, 2.0)) - 1 : 4 * plot.magnitude;
  add_cases(bench, plot, plot.principals.front(), std::min(factor, 12.0), days < 45 ? 0.2 : 0.9);
}

bool plan_malicious_hire(Planner& planner, Plot& plot) {
  const std::int64_t first = utc_day(planner.from()) - 3;
  const std::int64_t last = utc_day(planner.to()) - 5;
  const PrincipalIndex hire = planner.pick_if([&](const Principal& person) {
    return person.role <= Role::billing_agent && person.since >= first && person.since < last &&
           person.alias_of == nobody;
  });
  if (hire == nobody) {
    return false;
  }
  plot.principals = {hire};
  plot.start = window_start(planner.world().principals[hire].since + 3, one_day);
  plot.end = plot.start + 4 * one_day;
  return plot.start >= planner.from() && plot.end <= planner.to();
}

// In the first week: up to five times what the team does, hardly anything of it with a ticket.
void act_malicious_hire(Workbench& bench, Plot& plot) {
  const PrincipalIndex who = plot.principals.front();
  const double ramp = 0.25 + 0.05 * (3 + days_into(bench, plot));
  add_cases(bench, plot, who, 4.5 * plot.magnitude / ramp, 0.9);
}

// Deep in the night for a day shift: sixteen to twenty hours after it began.
bool plan_night_access(Planner& planner, Plot& plot) {
  const World& world = planner.world();
  for (int attempt = 0; attempt < 40; ++attempt) {
    if (!planner.at_any_time(plot, one_hour)) {
      return false;
    }
    const PrincipalIndex who = planner.pick_if([&](const Principal& person) {
      const auto index = static_cast<PrincipalIndex>(&person - world.principals.data());
      const ShiftMoment moment = shift_moment(world, index, plot.start);
      const bool is_established = person.since < utc_day(world.profile.start) && person.until == 0;
      return person.role <= Role::billing_agent && is_established && moment.minute >= 930 &&
             moment.minute < 1200;
    });
    if (who != nobody) {
      plot.principals = {who};
      return true;
    }
  }
  return false;
}

void act_night_access(Workbench& bench, Plot& plot) {
  const bool is_first = holds(bench, plot.start);
  for (std::int64_t n = count_at(bench, plot, 14 * plot.magnitude) + (is_first ? 2 : 0); n > 0;
       --n) {
    look_up(
        bench, plot.principals.front(), plot, some_customer(bench, plot), moment_of(bench, plot));
  }
}

bool plan_excess(Planner& planner, Plot& plot) {
  const PrincipalIndex agent = pick_agent(planner);
  if (agent == nobody) {
    return false;
  }
  plot.principals = {agent};
  return planner.on_shift(plot, agent, planner.hours(2, 4));
}

// One after the other, for a few hours, most of them without a ticket.
void act_excess(Workbench& bench, Plot& plot) {
  const PrincipalIndex who = plot.principals.front();
  for (std::int64_t n = count_at(bench, plot, 45 * plot.magnitude); n > 0; --n) {
    const EventTime time = moment_of(bench, plot);
    const Customer customer = some_customer(bench, plot);
    if (bench.happens(0.8)) {
      look_up(bench, who, plot, customer, time);
    } else {
      note_subject(plot, customer);
      touch(bench,
            who,
            open_case(bench, who, customer, Reason::ticket, time),
            ResourceId::customers,
            time);
    }
  }
}

}  // namespace centinela::simulator::attacks
