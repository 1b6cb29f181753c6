// Attacks on what is shown, changed, allowed or logged: A15, A16, A17, A19, X1.
#include "simulator/attacks/attacks.h"
#include "simulator/behaviour.h"
#include "simulator/cases.h"

#include <algorithm>
#include <array>

namespace centinela::simulator::attacks {

bool plan_unmasking(Planner& planner, Plot& plot) {
  const PrincipalIndex agent = planner.pick(Role::agent_l1);
  if (agent == nobody) {
    return false;
  }
  plot.principals = {agent};
  return planner.on_shift(plot, agent, planner.hours(26, 34));
}

// Nine of ten views end with the full identity number on the screen; the customers are the usual.
void act_unmasking(Workbench& bench, Plot& plot) {
  const PrincipalIndex who = plot.principals.front();
  const double expected = expected_cases(bench.world(), who, bench.slot(), Mood{});
  for (std::int64_t n = bench.rng().poisson(expected * 0.8); n > 0; --n) {
    const Customer customer = bench.world().any_customer(plot.tenant, bench.rng());
    note_subject(plot, customer);
    const CaseFile file =
        open_case(bench, who, customer, usual_reason(bench, who, 0), moment_of(bench, plot));
    touch(bench, who, file, ResourceId::customers, file.time);
    if (bench.happens(0.9 * std::min(1.0, 0.5 + plot.magnitude / 2))) {
      Access& reveal =
          touch(bench, who, file, ResourceId::customers, file.time + std::chrono::seconds{12})
              .access;
      reveal.action = Action::unmask;
      reveal.fields = std::uint64_t{1} << 10U;
    }
  }
}

bool plan_payout_change(Planner& planner, Plot& plot) {
  const PrincipalIndex agent = planner.pick(Role::billing_agent);
  if (agent == nobody) {
    return false;
  }
  plot.principals = {agent};
  return planner.on_shift(plot, agent, planner.hours(0.3, 1));
}

// Payout accounts are redirected, one customer after the other.
void act_payout_change(Workbench& bench, Plot& plot) {
  const PrincipalIndex who = plot.principals.front();
  for (std::int64_t n = count_at(bench, plot, 90 * plot.magnitude); n > 0; --n) {
    const Customer customer = bench.world().any_customer(plot.tenant, bench.rng());
    note_subject(plot, customer);
    const CaseFile file = open_case(bench, who, customer, Reason::none, moment_of(bench, plot));
    Access& change = touch(bench, who, file, ResourceId::payouts, file.time).access;
    change.action = Action::update;
    change.fields = first_fields(1);
  }
}

bool plan_purpose_creep(Planner& planner, Plot& plot) {
  const PrincipalIndex service = planner.pick(Role::hourly_sync);
  if (service == nobody) {
    return false;
  }
  plot.principals = {service};
  return planner.at_any_time(plot, 35 * one_day);
}

// A segmentation job reads support transcripts for marketing, a little more each day.
void act_purpose_creep(Workbench& bench, Plot& plot) {
  const double progress = static_cast<double>((bench.slot() - plot.start).count()) /
                          static_cast<double>((plot.end - plot.start).count());
  const double per_hour = 4 * plot.magnitude * (0.06 + std::max(0.0, progress));
  for (std::int64_t n = count_at(bench, plot, per_hour); n > 0; --n) {
    Happening& read = bulk_access(bench,
                                  plot.principals.front(),
                                  ResourceId::chat_transcripts,
                                  20 + bench.rng().below(40),
                                  moment_of(bench, plot));
    read.access.context.purpose = Purpose::marketing;
    read.access.context.without_consent =
        static_cast<std::uint32_t>(read.access.records * 45 / 100);
    read.access.destination = Destination::warehouse;
  }
}

bool plan_suppression(Planner& planner, Plot& plot) {
  const PrincipalIndex insider = planner.pick(Role::agent_l1);
  if (insider == nobody) {
    return false;
  }
  plot.principals = {insider};
  const World& world = planner.world();
  const ProducerIndex producer = world.producer_of(insider);
  const bool is_whole_producer = planner.rng().below(2) == 0;
  for (const PrincipalIndex who : world.tenants[plot.tenant].principals) {
    const bool is_covered = is_whole_producer && world.producer_of(who) == producer &&
                            world.principals[who].role != Role::producer_daemon;
    if (is_covered || who == insider) {
      plot.cast.push_back(who);
    }
  }
  return planner.on_shift(plot, insider, planner.hours(0.5, 4));
}

// Numbered by their producer, never delivered.
void alter_suppression(const World& world, Plot& plot, Happening& happening) {
  if (happening.is_context || happening.access.action == Action::login) {
    return;
  }
  const double share = std::min(1.0, 0.3 + 0.35 * plot.magnitude);
  const auto moment = static_cast<std::uint64_t>(happening.time.milliseconds());
  if (world.chance(hash_combine(plot.number, moment), happening.principal) < share) {
    happening.is_suppressed = true;
    happening.plot = plot.index;
  }
}

bool plan_canary_touch(Planner& planner, Plot& plot) {
  constexpr std::array<Role, 4> roles{
      Role::agent_l1, Role::marketing_analyst, Role::partner_key, Role::nightly_job};
  const PrincipalIndex who = planner.pick(roles.at(planner.rng().below(roles.size())));
  if (who == nobody) {
    return false;
  }
  plot.principals = {who};
  return planner.on_shift(plot, who, planner.hours(0.2, 0.5));
}

// Somebody tries numbers, and one of them is a record that no process has a reason to read.
void act_canary_touch(Workbench& bench, Plot& plot) {
  if (!holds(bench, plot.start)) {
    return;
  }
  const World& world = bench.world();
  const PrincipalIndex who = plot.principals.front();
  const Customer canary = world.canary(plot.tenant, plot.number);
  EventTime time = plot.start;
  const auto looks = static_cast<Customer>(std::max(1.0, 3 * plot.magnitude));
  for (Customer i = 0; i <= looks; ++i) {
    Happening& look = bulk_access(bench, who, ResourceId::customers, 1, time);
    look.access.action = Action::read;
    look.access.shape = Shape::by_id;
    look.access.limit = 1;
    look.access.fields = first_fields(4);
    look.access.subjects.assign(1,
                                i == looks ? canary : world.any_customer(plot.tenant, bench.rng()));
    note_subject(plot, look.access.subjects.front());
    time = time + Duration{9'000 + static_cast<std::int64_t>(bench.rng().below(30'000))};
  }
}

}  // namespace centinela::simulator::attacks
