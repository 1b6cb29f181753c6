#include "simulator/cases.h"

#include <algorithm>
#include <array>
#include <span>

namespace centinela::simulator {
namespace {

// A step that a case of a role takes with some probability after its first look at the customer.
struct Step {
  ResourceId what;
  Action action;
  double probability;
};

constexpr std::array<Step, 7> agent_steps{{
    {ResourceId::orders, Action::read, 0.5},
    {ResourceId::tickets, Action::read, 0.3},
    {ResourceId::tickets, Action::update, 0.25},
    {ResourceId::customers, Action::unmask, 0.06},
    {ResourceId::customers, Action::update, 0.03},
    {ResourceId::consents, Action::consent_change, 0.006},
    {ResourceId::tickets, Action::export_records, 0.002},
}};
constexpr std::array<Step, 7> billing_steps{{
    {ResourceId::invoices, Action::read, 0.7},
    {ResourceId::payment_methods, Action::read, 0.3},
    {ResourceId::tickets, Action::update, 0.25},
    {ResourceId::customers, Action::unmask, 0.12},
    {ResourceId::invoices, Action::update, 0.08},
    {ResourceId::payouts, Action::update, 0.015},
    {ResourceId::invoices, Action::export_records, 0.006},
}};
constexpr std::array<Step, 5> fraud_steps{{
    {ResourceId::payment_methods, Action::read, 0.8},
    {ResourceId::orders, Action::read, 0.7},
    {ResourceId::identity_documents, Action::read, 0.2},
    {ResourceId::customers, Action::unmask, 0.25},
    {ResourceId::merchants, Action::read, 0.1},
}};
constexpr std::array<Step, 3> manager_steps{{
    {ResourceId::tickets, Action::read, 0.7},
    {ResourceId::orders, Action::read, 0.3},
    {ResourceId::chat_transcripts, Action::read, 0.1},
}};

std::span<const Step> steps_of(Role role) noexcept {
  switch (role) {
    case Role::billing_agent:
      return billing_steps;
    case Role::fraud_analyst:
      return fraud_steps;
    case Role::manager:
      return manager_steps;
    default:
      return agent_steps;
  }
}

Explanation& explain(Workbench& bench, PrincipalIndex who, const CaseFile& file, ContextKind kind) {
  const Principal& person = bench.world().principals[who];
  // One record in thirty reaches the log after the access that it explains.
  const bool is_late = bench.happens(0.03);
  const EventTime time =
      is_late ? file.time +
                    Duration{static_cast<std::int64_t>(60'000 + bench.rng().uniform() * 1'200'000)}
              : bench.before(file.time, std::chrono::minutes{25});
  Happening& record = bench.context(person.tenant, kind, time);
  record.explanation.data_subject = file.customer;
  record.explanation.ticket = file.ticket;
  record.explanation.queue = file.queue;
  record.explanation.valid_from = std::min(record.time, file.time);
  record.explanation.valid_to = record.explanation.valid_from + 14 * one_day;
  if (kind != ContextKind::ticket) {
    record.principal = who;
  }
  return record.explanation;
}

PrincipalIndex colleague(Workbench& bench, PrincipalIndex who) {
  const Principal& person = bench.world().principals[who];
  const std::vector<PrincipalIndex>& team = bench.world().teams[person.team].members;
  return team[bench.rng().below(team.size())];
}

void file_reason(Workbench& bench, PrincipalIndex who, CaseFile& file) {
  switch (file.reason) {
    case Reason::ticket:
      explain(bench, who, file, ContextKind::ticket).issuer = Issuer::customer;
      if (bench.happens(0.5)) {
        explain(bench, who, file, ContextKind::assignment).issuer = Issuer::system;
      }
      break;
    case Reason::callback:
      explain(bench, who, file, ContextKind::callback).issuer = Issuer::customer;
      break;
    case Reason::handover: {
      file.from = colleague(bench, who);
      Explanation& record = explain(bench, who, file, ContextKind::handover);
      record.issuer = Issuer::third_person;
      record.from = file.from;
      break;
    }
    case Reason::own_ticket: {
      Explanation& record = explain(bench, who, file, ContextKind::ticket);
      record.issuer = Issuer::self;
      break;
    }
    case Reason::conversation: {
      Explanation& record = explain(bench, who, file, ContextKind::conversation);
      record.issuer = Issuer::customer;
      file.conversation = bench.identifier();
      record.conversation = file.conversation;
      break;
    }
    case Reason::none:
    case Reason::follow_up:
      break;
  }
}

Duration pause(Workbench& bench) {
  // People read, type and talk between two clicks: half a minute at the median, minutes at times.
  return Duration{static_cast<std::int64_t>(6'000 + 38'000 * bench.rng().exponential())};
}

}  // namespace

Purpose usual_purpose(Role role) noexcept {
  switch (role) {
    case Role::billing_agent:
      return Purpose::billing;
    case Role::fraud_analyst:
      return Purpose::fraud_prevention;
    case Role::quality_reviewer:
      return Purpose::quality;
    case Role::privacy_officer:
      return Purpose::privacy_request;
    case Role::marketing_analyst:
      return Purpose::marketing;
    case Role::engineer:
    case Role::vendor_engineer:
      return Purpose::maintenance;
    case Role::nightly_job:
    case Role::hourly_sync:
      return Purpose::analytics;
    default:
      return Purpose::support;
  }
}

std::uint64_t usual_fields(ResourceId what, std::uint64_t draw) noexcept {
  const auto all = static_cast<unsigned>(resource(what).fields.size());
  if (what == ResourceId::customers) {
    return first_fields(3 + static_cast<unsigned>(draw % 5));
  }
  return first_fields(std::max(1U, std::min(all, 2 + static_cast<unsigned>(draw % all))));
}

Reason usual_reason(Workbench& bench, PrincipalIndex who, double extra) {
  const Team& team = bench.world().teams[bench.world().principals[who].team];
  const Temper& temper = bench.world().profile.temper;
  const double u = bench.rng().uniform();
  const double none = team.keeps_tickets ? team.without_ticket + extra : 0.9;
  if (u < none) {
    return Reason::none;
  }
  if (temper.own_tickets > 0 && bench.happens(temper.own_tickets)) {
    return Reason::own_ticket;
  }
  const double v = bench.rng().uniform();
  if (v < 0.66) {
    return Reason::ticket;
  }
  if (v < 0.80) {
    return Reason::follow_up;
  }
  if (v < 0.87) {
    return Reason::conversation;
  }
  if (v < 0.93) {
    return Reason::callback;
  }
  return v < 0.98 ? Reason::handover : Reason::own_ticket;
}

CaseFile open_case(
    Workbench& bench, PrincipalIndex who, Customer customer, Reason reason, EventTime time) {
  const Principal& person = bench.world().principals[who];
  CaseFile file{.customer = customer, .reason = reason, .time = time};
  file.purpose = usual_purpose(person.role);
  file.queue = person.team == nobody ? Queue::general : bench.world().teams[person.team].queue;
  if (reason == Reason::follow_up) {
    const RecentCase past = bench.recall(who);
    file.customer = past.customer != 0 ? past.customer : customer;
    file.ticket = past.ticket;
    file.assigned = past.ticket != 0;
    file.reason = past.ticket != 0 ? Reason::follow_up : Reason::ticket;
  }
  if (file.reason == Reason::ticket || file.reason == Reason::own_ticket ||
      file.reason == Reason::handover) {
    file.ticket = bench.identifier();
    file.assigned = file.reason != Reason::own_ticket || bench.happens(0.5);
  }
  file_reason(bench, who, file);
  if (file.ticket != 0) {
    bench.remember(who, {file.customer, file.ticket});
  }
  return file;
}

Happening& touch(
    Workbench& bench, PrincipalIndex who, const CaseFile& file, ResourceId what, EventTime time) {
  Happening& happening = bench.access(who, time);
  Access& access = happening.access;
  access.resource = what;
  access.fields = usual_fields(what, bench.rng().next());
  access.shape = Shape::by_id;
  access.limit = 1;
  if (file.customer != 0) {
    access.subjects.push_back(file.customer);
  }
  AccessContext& context = access.context;
  context.ticket = file.ticket;
  context.ticket_subject = file.ticket != 0 ? file.customer : 0;
  context.assigned = file.assigned;
  context.queue = file.queue;
  context.callback = file.reason == Reason::callback;
  context.handover_from = file.from;
  context.conversation = file.conversation;
  context.acting_for = file.conversation != 0 ? file.customer : 0;
  context.purpose = file.purpose;
  return happening;
}

void search_customer(Workbench& bench, PrincipalIndex who, const CaseFile& file, EventTime time) {
  Happening& happening = touch(bench, who, file, ResourceId::customers, time);
  Access& access = happening.access;
  access.action = Action::search;
  access.listing = Listing::listed;
  access.shape = bench.happens(0.08) ? Shape::wildcard : Shape::by_name;
  access.limit = 20;
  access.fields = first_fields(3);
  const std::uint64_t others = bench.rng().below(5);
  for (std::uint64_t i = 0; i < others; ++i) {
    access.subjects.push_back(bench.world().any_customer(happening.tenant, bench.rng()));
  }
  access.records = access.subjects.size();
  // What the desk knows before the customer is found.
  access.context.ticket_subject = file.ticket != 0 ? file.customer : 0;
}

void work_case(Workbench& bench, PrincipalIndex who, const CaseFile& file) {
  EventTime time = file.time;
  if (bench.happens(bench.world().profile.temper.search_by_name)) {
    search_customer(bench, who, file, time);
    time = time + pause(bench);
  }
  touch(bench, who, file, ResourceId::customers, time);
  for (const Step& step : steps_of(bench.world().principals[who].role)) {
    if (!bench.happens(step.probability)) {
      continue;
    }
    time = time + pause(bench);
    Happening& happening = touch(bench, who, file, step.what, time);
    happening.access.action = step.action;
    if (step.action == Action::unmask) {
      happening.access.fields = std::uint64_t{1} << 10U;  // id_number
    } else if (step.action == Action::update) {
      happening.access.fields = std::uint64_t{1} << (bench.rng().next() % 4);
    } else if (step.action == Action::export_records) {
      happening.access.records = 1 + bench.rng().below(40);
      happening.access.destination = Destination::customer_mail;
    }
  }
}

}  // namespace centinela::simulator
