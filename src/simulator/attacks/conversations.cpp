// Attacks through bots and AI agents: A8, A9, A10.
#include "simulator/attacks/attacks.h"
#include "simulator/behaviour.h"

#include <algorithm>
#include <cmath>

namespace centinela::simulator::attacks {

bool plan_foreign_orders(Planner& planner, Plot& plot) {
  const PrincipalIndex bot = planner.pick(Role::chatbot);
  if (bot == nobody) {
    return false;
  }
  plot.principals = {bot};
  return planner.at_any_time(plot, planner.hours(0.05, 0.3));
}

// An authenticated customer walks order numbers: one conversation, one more customer every few
// seconds, in unit steps, some of which do not exist.
void act_foreign_orders(Workbench& bench, Plot& plot) {
  if (!holds(bench, plot.start)) {
    return;
  }
  const PrincipalIndex bot = plot.principals.front();
  Conversation talk = open_conversation(bench, bot, plot.start);
  talk.is_authenticated = true;
  talk.linked = 0;
  talk.intent = Intent::order_status;
  note_conversation(plot, talk.id);
  bot_turn(bench, bot, talk, 1, talk.time);
  const auto subjects = static_cast<int>(std::max(2.0, 12 * plot.magnitude));
  Customer next = talk.customer + 1;
  EventTime time = talk.time + std::chrono::seconds{10};
  for (int i = 0; i < subjects; ++i, ++next) {
    Happening& read = bot_turn(bench, bot, talk, 2 + i, time);
    read.access.resource = ResourceId::orders;
    read.access.fields = first_fields(5);
    const bool exists = bench.happens(0.75) && !bench.world().is_canary(plot.tenant, next) &&
                        next <= bench.world().tenants[plot.tenant].customers;
    read.access.outcome = exists ? Outcome::ok : Outcome::not_found;
    read.access.subjects.assign(exists ? 1 : 0, next);
    read.access.records = exists ? 1 : 0;
    if (exists) {
      note_subject(plot, next);
    }
    time = time + Duration{3'000 + static_cast<std::int64_t>(6'000 * bench.rng().uniform())};
  }
  plot.end = time;
}

bool plan_injection(Planner& planner, Plot& plot) {
  const PrincipalIndex agent = planner.pick(Role::assistant);
  if (agent == nobody) {
    return false;
  }
  plot.principals = {agent};
  return planner.at_any_time(plot, planner.hours(0.01, 0.03));
}

// Text from outside makes an agent read other customers' records and write them into the ticket.
void act_injection(Workbench& bench, Plot& plot) {
  if (!holds(bench, plot.start)) {
    return;
  }
  const World& world = bench.world();
  const PrincipalIndex agent = plot.principals.front();
  Conversation talk = open_conversation(bench, agent, plot.start);
  talk.is_authenticated = true;
  talk.intent = Intent::summarise_ticket;
  note_conversation(plot, talk.id);
  const auto& team = world.teams[world.tenants[plot.tenant].teams.front()].members;
  const PrincipalIndex person = team[bench.rng().below(team.size())];
  EventTime time = talk.time;
  int turn = 1;
  const auto call = [&](Tool tool, ResourceId what, Action action, Customer subject) -> Happening& {
    Happening& use = bot_turn(bench, agent, talk, turn++, time);
    use.access.tool = tool;
    use.access.resource = what;
    use.access.action = action;
    use.access.fields = first_fields(4);
    use.access.on_behalf_of = person;
    use.access.subjects.assign(1, subject);
    time = time + Duration{2'500 + static_cast<std::int64_t>(4'000 * bench.rng().uniform())};
    return use;
  };
  call(Tool::read_ticket, ResourceId::tickets, Action::read, talk.customer)
      .access.context.untrusted_input = true;
  const auto foreign = static_cast<int>(std::max(1.0, 6 * plot.magnitude));
  for (int i = 0; i < foreign; ++i) {
    const Customer other = world.any_customer(plot.tenant, bench.rng());
    call(Tool::lookup_customer, ResourceId::customers, Action::read, other);
    note_subject(plot, other);
  }
  call(Tool::draft_reply, ResourceId::tickets, Action::share, talk.customer).access.destination =
      Destination::ticket_thread;
  plot.end = time;
}

bool plan_over_collection(Planner& planner, Plot& plot) {
  const PrincipalIndex bot = planner.pick(Role::chatbot);
  if (bot == nobody) {
    return false;
  }
  plot.principals = {bot};
  return planner.at_any_time(plot, planner.hours(6, 48));
}

// A release reads whole records; it is rolled back in the end.
void alter_over_collection(const World& world, Plot& plot, Happening& happening) {
  if (happening.is_context) {
    return;
  }
  happening.access.context.version =
      static_cast<std::uint16_t>(release_of(world, happening.principal, plot.start) + 1);
  if (happening.access.resource != ResourceId::customers ||
      happening.access.action != Action::read) {
    return;
  }
  const double fields = std::clamp(9 + 16 * std::sqrt(plot.magnitude), 12.0, 41.0);
  happening.access.fields = first_fields(static_cast<unsigned>(fields));
  happening.plot = plot.index;
}

}  // namespace centinela::simulator::attacks
