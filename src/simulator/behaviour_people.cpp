#include "simulator/behaviour.h"
#include "simulator/cases.h"

#include <algorithm>
#include <cmath>

namespace centinela::simulator {
namespace {

std::int64_t cases_now(Workbench& bench, PrincipalIndex who, const Mood& mood) {
  const double expected = expected_cases(bench.world(), who, bench.slot(), mood);
  return expected > 0 ? bench.rng().poisson(expected) : 0;
}

// Rows of a query or an export: heavy-tailed, and each analyst has a habitual size.
std::uint64_t usual_rows(Workbench& bench, PrincipalIndex who, double median) {
  const double habit = std::exp(0.5 * (2 * bench.world().chance(0x41, who) - 1));
  const double rows = median * habit * std::exp(1.0 * bench.rng().normal());
  return static_cast<std::uint64_t>(std::clamp(rows, 1.0, 30 * median));
}

// Mostly the share; now and then where it ought not to be.
Destination export_target(Workbench& bench) {
  const double u = bench.rng().uniform();
  if (u < 0.01) {
    return Destination::personal_cloud;
  }
  return u < 0.16 ? Destination::campaign_tool : Destination::reports_share;
}

}  // namespace

Happening& bulk_access(
    Workbench& bench, PrincipalIndex who, ResourceId what, std::uint64_t rows, EventTime time) {
  Happening& happening = bench.access(who, time);
  Access& access = happening.access;
  access.action = Action::query;
  access.resource = what;
  access.fields = usual_fields(what, bench.world().draw(who, static_cast<std::uint64_t>(what)));
  access.records = rows;
  access.shape = Shape::filter;
  access.limit = 10'000;
  const Principal& principal = bench.world().principals[who];
  access.context.purpose = usual_purpose(principal.role);
  const bool has_desk = is_human(principal.role) && principal.app == App::agent_desktop;
  access.context.queue = has_desk ? bench.world().teams[principal.team].queue : Queue::none;
  return happening;
}

void sign_in(Workbench& bench, PrincipalIndex who, const Mood& mood) {
  const World& world = bench.world();
  const ShiftMoment moment = shift_moment(world, who, bench.slot(), mood.shift_minutes);
  const bool begins = moment.minute < 15;
  const bool returns = moment.minute >= 300 && moment.minute < 315 && bench.happens(0.2);
  if ((!begins && !returns) || !works_on(world, who, moment.day)) {
    return;
  }
  const EventTime time = bench.moment();
  const int attempts = bench.happens(0.04) ? 2 : 1;
  for (int i = 0; i < attempts; ++i) {
    Happening& login = bench.access(who, time + Duration{i * 9'000});
    login.access.action = Action::login;
    login.access.outcome = i + 1 < attempts ? Outcome::denied : Outcome::ok;
    login.access.records = 0;
    login.producer = world.producer(login.tenant, ProducerKind::identity);
  }
  if (bench.happens(0.008)) {
    // A calendar, a dictation aid: people let other programs in.
    Happening& consent = bench.access(who, time + std::chrono::minutes{2});
    consent.access.action = Action::grant;
    consent.access.records = 0;
    consent.producer = world.producer(consent.tenant, ProducerKind::identity);
  }
}

void work_at_desk(Workbench& bench, PrincipalIndex who, const Mood& mood) {
  sign_in(bench, who, mood);
  const TenantIndex tenant = bench.world().principals[who].tenant;
  for (std::int64_t n = cases_now(bench, who, mood); n > 0; --n) {
    const Reason reason = usual_reason(bench, who, mood.without_ticket);
    const Customer customer = bench.world().any_customer(tenant, bench.rng());
    work_case(bench, who, open_case(bench, who, customer, reason, bench.moment()));
  }
}

void review_quality(Workbench& bench, PrincipalIndex who, const Mood& mood) {
  sign_in(bench, who, mood);
  const TenantIndex tenant = bench.world().principals[who].tenant;
  for (std::int64_t n = cases_now(bench, who, mood); n > 0; --n) {
    // The sample is drawn by the system and assigned.
    const Reason reason = usual_reason(bench, who, mood.without_ticket) == Reason::none
                              ? Reason::none
                              : Reason::ticket;
    const Customer customer = bench.world().any_customer(tenant, bench.rng());
    const CaseFile file = open_case(bench, who, customer, reason, bench.moment());
    const bool is_call = bench.happens(0.3);
    touch(bench,
          who,
          file,
          is_call ? ResourceId::recordings : ResourceId::chat_transcripts,
          file.time);
    if (bench.happens(0.5)) {
      touch(bench, who, file, ResourceId::tickets, file.time + std::chrono::minutes{2});
    }
  }
}

void answer_privacy_requests(Workbench& bench, PrincipalIndex who, const Mood& mood) {
  sign_in(bench, who, mood);
  const TenantIndex tenant = bench.world().principals[who].tenant;
  for (std::int64_t n = cases_now(bench, who, mood); n > 0; --n) {
    const Reason reason = usual_reason(bench, who, mood.without_ticket);
    const Customer customer = bench.world().any_customer(tenant, bench.rng());
    const CaseFile file = open_case(bench, who, customer, reason, bench.moment());
    touch(bench, who, file, ResourceId::customers, file.time).access.fields = first_fields(24);
    touch(bench, who, file, ResourceId::orders, file.time + std::chrono::minutes{2});
    Happening& bundle =
        touch(bench, who, file, ResourceId::customers, file.time + std::chrono::minutes{6});
    bundle.access.action = Action::export_records;
    bundle.access.records = 20 + bench.rng().below(400);
    bundle.access.fields = first_fields(30);
    bundle.access.destination = Destination::privacy_portal;
  }
}

void analyse_marketing(Workbench& bench, PrincipalIndex who, const Mood& mood) {
  sign_in(bench, who, mood);
  // Half of the team exports regularly, the others hardly ever.
  const double exports = bench.world().chance(0x42, who) < 0.5 ? 0.2 : 0.01;
  for (std::int64_t n = cases_now(bench, who, mood); n > 0; --n) {
    const ResourceId what = bench.happens(0.6) ? ResourceId::sales : ResourceId::customer_profiles;
    Happening& query = bulk_access(bench, who, what, usual_rows(bench, who, 300), bench.moment());
    if (bench.happens(0.1)) {
      query.access.shape = Shape::count;
      query.access.records = 1;
    } else if (bench.happens(exports)) {
      query.access.action = Action::export_records;
      query.access.records = usual_rows(bench, who, 650);
      query.access.destination = export_target(bench);
    }
  }
}

void maintain_platform(Workbench& bench, PrincipalIndex who, const Mood& mood) {
  sign_in(bench, who, mood);
  for (std::int64_t n = cases_now(bench, who, mood); n > 0; --n) {
    const bool reads_prompts = bench.happens(0.35);
    const ResourceId what = reads_prompts ? ResourceId::prompt_logs : ResourceId::export_jobs;
    Happening& look = bulk_access(bench, who, what, 1 + bench.rng().below(20), bench.moment());
    look.access.action = reads_prompts ? Action::read : Action::query;
    if (reads_prompts && bench.happens(0.8)) {
      look.access.context.ticket = bench.identifier();
      look.access.subjects.push_back(bench.world().any_customer(look.tenant, bench.rng()));
      look.access.context.ticket_subject = look.access.subjects.front();
      look.access.records = 1;
    }
  }
}

}  // namespace centinela::simulator
