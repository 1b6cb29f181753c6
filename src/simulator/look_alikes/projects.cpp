// Look-alikes that are somebody's task: B3, B9, B12, B13, B15, B18, B19, B24.
#include "simulator/behaviour.h"
#include "simulator/cases.h"
#include "simulator/look_alikes/look_alikes.h"

#include <algorithm>

namespace centinela::simulator::look_alikes {
namespace {

// A change or incident record of that number, filed by a third person.
void approve(Workbench& bench, const Plot& plot, ContextKind kind, EventTime time) {
  Happening& record = bench.context(plot.tenant, kind, time);
  record.principal = plot.principals.front();
  record.explanation.issuer = Issuer::third_person;
  record.explanation.change = plot.number & 0xFFFFFFFFFFU;
  record.explanation.valid_from = std::min(record.time, plot.start);
  record.explanation.valid_to = plot.end + one_day;
}

bool for_one(Planner& planner, Plot& plot, Role role, Duration length) {
  const PrincipalIndex who = planner.pick(role);
  if (who == nobody) {
    return false;
  }
  plot.principals = {who};
  return planner.on_shift(plot, who, length);
}

}  // namespace

bool plan_marketing_export(Planner& planner, Plot& plot) {
  return for_one(planner, plot, Role::marketing_analyst, std::chrono::hours{3});
}

// A quarter of a million rows for a campaign. Half of the time its record is filed two hours late.
void act_marketing_export(Workbench& bench, Plot& plot) {
  if (!holds(bench, plot.start)) {
    return;
  }
  const bool is_filed_late = plot.number % 2 == 0;
  approve(bench,
          plot,
          ContextKind::approval,
          plot.start + (is_filed_late ? 2 * one_hour : Duration{-600'000}));
  EventTime time = plot.start;
  for (std::uint32_t page = 0; page < 5; ++page) {
    Happening& job =
        bulk_access(bench, plot.principals.front(), ResourceId::customer_profiles, 50'000, time);
    job.access.action = Action::export_records;
    job.access.page = page;
    job.access.destination = Destination::campaign_tool;
    job.access.context.change = is_filed_late ? 0 : plot.number & 0xFFFFFFFFFFU;
    time = time + std::chrono::minutes{3};
  }
}

bool plan_viral_customer(Planner& planner, Plot& plot) {
  const TeamIndex team = planner.pick_team(Role::agent_l1, 4);
  if (team == nobody || !planner.at_any_time(plot, std::chrono::hours{20})) {
    return false;
  }
  const std::vector<PrincipalIndex> members = planner.unused_members(team);
  plot.principals.assign(
      members.begin(),
      members.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(12, members.size())));
  plot.number = planner.world().any_customer(plot.tenant, planner.rng());
  return true;
}

// Everybody knows this customer, who has written in everywhere: each look has its own ticket.
void act_viral_customer(Workbench& bench, Plot& plot) {
  for (const PrincipalIndex who : plot.principals) {
    if (!is_on_shift(bench.world(), who, bench.slot())) {
      continue;
    }
    for (std::int64_t n = count_at(bench, plot, 0.25); n > 0; --n) {
      const EventTime time = moment_of(bench, plot);
      work_case(bench,
                who,
                open_case(bench, who, static_cast<Customer>(plot.number), Reason::ticket, time));
    }
  }
}

bool plan_audit(Planner& planner, Plot& plot) {
  return for_one(planner, plot, Role::manager, 4 * one_day);
}

// Internal audit reads across all teams, under one approval.
void act_audit(Workbench& bench, Plot& plot) {
  const PrincipalIndex auditor = plot.principals.front();
  if (holds(bench, plot.start)) {
    approve(bench, plot, ContextKind::approval, plot.start - Duration{600'000});
  }
  if (!is_on_shift(bench.world(), auditor, bench.slot())) {
    return;
  }
  for (std::int64_t n = count_at(bench, plot, 7); n > 0; --n) {
    const Customer customer = bench.world().any_customer(plot.tenant, bench.rng());
    const CaseFile file = open_case(bench, auditor, customer, Reason::none, moment_of(bench, plot));
    Access& read = touch(bench, auditor, file, ResourceId::tickets, file.time).access;
    read.context.change = plot.number & 0xFFFFFFFFFFU;
    read.context.purpose = Purpose::quality;
  }
}

bool plan_load_test(Planner& planner, Plot& plot) {
  const PrincipalIndex bot = planner.pick(Role::chatbot);
  if (bot == nobody) {
    return false;
  }
  plot.principals = {bot};
  return planner.at_any_time(plot, one_hour);
}

// Test customers in a row, each in a conversation of its own.
void act_load_test(Workbench& bench, Plot& plot) {
  const Customer customers = bench.world().tenants[plot.tenant].customers;
  for (std::int64_t n = count_at(bench, plot, 400); n > 0; --n) {
    Conversation talk = open_conversation(bench, plot.principals.front(), moment_of(bench, plot));
    talk.is_authenticated = true;
    talk.linked = 0;
    const auto next = static_cast<Customer>(1 + (plot.number + plot.step++) % customers);
    talk.customer = bench.world().is_canary(plot.tenant, next) ? talk.customer : next;
    hold_conversation(bench, plot.principals.front(), talk);
  }
}

bool plan_macro_roll_out(Planner& planner, Plot& plot) {
  const TeamIndex team = planner.pick_team(Role::agent_l1, 4);
  if (team == nobody) {
    return false;
  }
  plot.principals = planner.unused_members(team);
  return planner.at_any_time(plot, 5 * one_day);
}

// A registered macro closes simple tickets for a team, at a machine's beat.
void act_macro_roll_out(Workbench& bench, Plot& plot) {
  for (const PrincipalIndex who : plot.principals) {
    if (!is_on_shift(bench.world(), who, bench.slot()) || !bench.happens(0.12)) {
      continue;
    }
    EventTime time = bench.slot() + Duration{static_cast<std::int64_t>(bench.rng().below(300'000))};
    for (std::uint64_t n = 4 + bench.rng().below(5); n > 0; --n) {
      const Customer customer = bench.world().any_customer(plot.tenant, bench.rng());
      const CaseFile file = open_case(bench, who, customer, Reason::ticket, time);
      Access& close = touch(bench, who, file, ResourceId::tickets, time).access;
      close.action = Action::update;
      close.fields = 2;
      close.context.automation = true;
      close.origin.app = App::macro_client;
      time = time + Duration{6'000};
    }
  }
}

bool plan_ticket_merge(Planner& planner, Plot& plot) {
  return for_one(planner, plot, Role::agent_l2, std::chrono::hours{2});
}

void act_ticket_merge(Workbench& bench, Plot& plot) {
  const PrincipalIndex who = plot.principals.front();
  for (std::int64_t n = count_at(bench, plot, 120); n > 0; --n) {
    const Customer customer = bench.world().any_customer(plot.tenant, bench.rng());
    const CaseFile file = open_case(bench, who, customer, Reason::ticket, moment_of(bench, plot));
    Access& merge = touch(bench, who, file, ResourceId::tickets, file.time).access;
    merge.action = Action::update;
    merge.fields = 2;
  }
}

bool plan_break_glass(Planner& planner, Plot& plot) {
  const PrincipalIndex engineer = planner.pick(Role::engineer);
  if (engineer == nobody) {
    return false;
  }
  plot.principals = {engineer};
  return planner.at_any_time(plot, std::chrono::hours{2});
}

// On call: an incident opens the emergency access, at whatever hour.
void act_break_glass(Workbench& bench, Plot& plot) {
  if (holds(bench, plot.start)) {
    approve(bench, plot, ContextKind::grant, plot.start - Duration{60'000});
  }
  for (std::int64_t n = count_at(bench, plot, 18); n > 0; --n) {
    Happening& look = bulk_access(
        bench, plot.principals.front(), ResourceId::prompt_logs, 1, moment_of(bench, plot));
    look.access.action = Action::read;
    look.access.context.incident = plot.number & 0xFFFFFFFFFFU;
    look.access.subjects.push_back(bench.world().any_customer(plot.tenant, bench.rng()));
  }
}

bool plan_board_paper(Planner& planner, Plot& plot) {
  return for_one(planner, plot, Role::manager, one_hour);
}

// The first export ever of somebody who never exports: 900 rows, with a ticket.
void act_board_paper(Workbench& bench, Plot& plot) {
  if (!holds(bench, plot.start)) {
    return;
  }
  const PrincipalIndex manager = plot.principals.front();
  const CaseFile file = open_case(bench, manager, 0, Reason::ticket, plot.start);
  Access& paper = touch(bench, manager, file, ResourceId::sales, plot.start).access;
  paper.action = Action::export_records;
  paper.records = 900;
  paper.shape = Shape::filter;
  paper.limit = 10'000;
  paper.destination = Destination::reports_share;
}

}  // namespace centinela::simulator::look_alikes
