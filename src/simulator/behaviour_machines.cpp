#include "simulator/behaviour.h"
#include "simulator/cases.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace centinela::simulator {
namespace {

// The rows of a job: steady, a little growth, a few per cent of noise.
std::uint64_t job_rows(Workbench& bench, PrincipalIndex who, double median) {
  const World& world = bench.world();
  const double weeks = static_cast<double>((bench.slot() - world.profile.start) / one_day) / 7;
  const double rows = median * world.principals[who].pace * std::pow(1.004, weeks) *
                      std::exp(0.05 * bench.rng().normal());
  return static_cast<std::uint64_t>(std::max(1.0, rows));
}

void name_subjects(Workbench& bench, Happening& happening, std::uint64_t count) {
  for (std::uint64_t i = 0; i < count; ++i) {
    happening.access.subjects.push_back(bench.world().any_customer(happening.tenant, bench.rng()));
  }
}

}  // namespace

void transcribe_calls(Workbench& bench, PrincipalIndex who, const Mood& mood) {
  const World& world = bench.world();
  const TenantIndex tenant = world.principals[who].tenant;
  const double expected =
      260 * world.principals[who].pace * mood.rate * contact_share(world, tenant, bench.slot());
  for (std::int64_t n = bench.rng().poisson(expected); n > 0; --n) {
    Conversation call = open_conversation(bench, who, bench.moment());
    call.intent = Intent::none;
    call.is_authenticated = true;
    Happening& recording = bot_turn(bench, who, call, 1, call.time);
    recording.access.resource = ResourceId::recordings;
    recording.access.action = Action::read;
    recording.access.subjects.assign(1, call.customer);
    recording.access.fields = first_fields(2);
    recording.access.records = 1;
    Happening& transcript = bot_turn(bench, who, call, 2, call.time + std::chrono::seconds{20});
    transcript.access.resource = ResourceId::voice_transcripts;
    transcript.access.action = Action::create;
    transcript.access.subjects.assign(1, call.customer);
    transcript.access.fields = first_fields(3);
    transcript.access.records = 1;
  }
}

void synchronise_hourly(Workbench& bench, PrincipalIndex who, const Mood& mood) {
  if (bench.slot().milliseconds() % one_hour.count() != 0) {
    return;
  }
  const EventTime time =
      bench.slot() + Duration{90'000 + static_cast<std::int64_t>(bench.rng().below(20'000))};
  const double share =
      24 * 4 * contact_share(bench.world(), bench.world().principals[who].tenant, bench.slot()) /
      24;
  constexpr std::array<ResourceId, 2> tables{ResourceId::orders, ResourceId::customers};
  for (std::size_t i = 0; i < tables.size(); ++i) {
    const auto rows = static_cast<double>(job_rows(bench, who, 400)) * (0.2 + share) * mood.rate;
    Happening& job = bulk_access(bench,
                                 who,
                                 tables.at(i),
                                 static_cast<std::uint64_t>(rows),
                                 time + Duration{static_cast<std::int64_t>(i) * 15'000});
    job.access.destination = Destination::warehouse;
  }
}

void run_nightly(Workbench& bench, PrincipalIndex who, const Mood& mood) {
  const int start = 90 + static_cast<int>(who % 9) * 15;
  if (!holds_minute(sites()[1], bench.slot(), start)) {
    return;
  }
  EventTime time = bench.slot() + Duration{static_cast<std::int64_t>(bench.rng().below(240'000))};
  const int pages = 6 + static_cast<int>(who % 5);
  const ResourceId what = who % 2 == 0 ? ResourceId::customers : ResourceId::orders;
  for (int page = 0; page < pages; ++page) {
    const auto rows =
        static_cast<std::uint64_t>(static_cast<double>(job_rows(bench, who, 2000)) * mood.rate);
    Happening& job = bulk_access(bench, who, what, rows, time);
    job.access.action = page + 1 == pages ? Action::export_records : Action::query;
    job.access.page = static_cast<std::uint32_t>(page);
    job.access.destination = Destination::warehouse;
    time = time + Duration{18'000 + static_cast<std::int64_t>(bench.rng().below(9'000))};
  }
}

void serve_partner(Workbench& bench, PrincipalIndex who, const Mood& mood) {
  const World& world = bench.world();
  const double expected = 150 * world.principals[who].pace * mood.rate *
                          contact_share(world, world.principals[who].tenant, bench.slot());
  for (std::int64_t n = bench.rng().poisson(expected); n > 0; --n) {
    Happening& look = bulk_access(bench, who, ResourceId::orders, 1, bench.moment());
    look.access.action = Action::read;
    look.access.shape = Shape::by_id;
    look.access.limit = 1;
    name_subjects(bench, look, 1);
  }
}

void serve_vendor(Workbench& bench, PrincipalIndex who, const Mood& mood) {
  const World& world = bench.world();
  const double expected = 220 * world.principals[who].pace * mood.rate *
                          contact_share(world, world.principals[who].tenant, bench.slot());
  const ResourceId what = who % 2 == 0 ? ResourceId::customers : ResourceId::tickets;
  for (std::int64_t n = bench.rng().poisson(expected); n > 0; --n) {
    Happening& look = bulk_access(bench, who, what, 1, bench.moment());
    look.access.action = Action::read;
    look.access.shape = Shape::by_id;
    look.access.limit = 1;
    name_subjects(bench, look, 1);
  }
  // Once a week a reconciliation of what changed; some clean up after it.
  const std::int64_t day = utc_day(bench.slot());
  if (weekday(day) == static_cast<int>(who % 5) && holds_minute(sites()[1], bench.slot(), 60 * 4)) {
    const EventTime time = bench.moment();
    Happening& job = bulk_access(bench, who, what, job_rows(bench, who, 1500), time);
    job.access.destination = Destination::partner_bucket;
    if (bench.happens(0.3)) {
      Happening& removal = bulk_access(bench, who, ResourceId::export_jobs, 1, time + one_minute);
      removal.access.action = Action::delete_records;
    }
  }
}

void support_as_vendor(Workbench& bench, PrincipalIndex who, const Mood& mood) {
  const World& world = bench.world();
  const ShiftMoment moment = shift_moment(world, who, bench.slot(), mood.shift_minutes);
  if (moment.minute >= 540 || weekday(moment.day) >= 5) {
    return;
  }
  for (std::int64_t n = bench.rng().poisson(14.0 / 36 * world.principals[who].pace * mood.rate);
       n > 0;
       --n) {
    Happening& look = bulk_access(bench, who, ResourceId::tickets, 1, bench.moment());
    look.access.action = Action::read;
    look.access.shape = Shape::by_id;
    look.access.limit = 1;
    name_subjects(bench, look, 1);
  }
}

void beat_heart(Workbench& bench, PrincipalIndex who, const Mood& /*mood*/) {
  const World& world = bench.world();
  const auto& producers = world.tenants[world.principals[who].tenant].producers;
  for (const ProducerIndex producer : producers) {
    if (world.producers[producer].daemon != who) {
      continue;
    }
    for (int i = 0; i < 3; ++i) {
      const Duration offset{std::int64_t{i} * 300'000 +
                            static_cast<std::int64_t>(mix64(who) % 200'000)};
      Happening& beat = bench.access(who, bench.slot() + offset);
      beat.access.action = Action::heartbeat;
      beat.access.records = 0;
      beat.producer = producer;
    }
  }
}

namespace {

constexpr std::array<Behaviour, role_count> behaviours{
    work_at_desk,  // agent_l1
    work_at_desk,  // agent_l2
    work_at_desk,  // billing_agent
    work_at_desk,  // fraud_analyst
    review_quality,
    answer_privacy_requests,
    analyse_marketing,
    maintain_platform,
    work_at_desk,  // manager
    hold_conversations,
    assist_agents,
    transcribe_calls,
    synchronise_hourly,
    run_nightly,
    serve_partner,
    serve_vendor,
    support_as_vendor,
    beat_heart,
};

}  // namespace

Behaviour behaviour_of(Role role) noexcept {
  return behaviours.at(static_cast<std::size_t>(role));
}

}  // namespace centinela::simulator
