// The end of a day of the log: what a shard knows of it, taken where it happened.
#include "shard_work.h"

namespace centinela::pipeline {
namespace {

constexpr Duration silent_after_week = std::chrono::hours{7 * 24};

std::int64_t since(std::uint64_t now, std::uint64_t before) noexcept {
  return static_cast<std::int64_t>(now - before);
}

std::int64_t missing_in(const state::ProducerState& producer, EventTime from) noexcept {
  std::int64_t missing = 0;
  for (const state::BootState& boot : producer.boots) {
    for (const state::SequenceGap& gap : boot.gaps) {
      missing += gap.noticed >= from ? gap.size() : 0;
    }
  }
  return missing;
}

void count_producers(state::World& world, alerting::DayFacts& facts) {
  world.producers.for_each([&](const state::EntityKey& key, const state::ProducerState& producer) {
    if (!(key.tenant == facts.tenant) || producer.events == 0) {
      return;
    }
    const bool is_active = producer.last_received >= facts.from;
    facts.producers_active += is_active ? 1 : 0;
    facts.producers_silent +=
        !is_active && facts.from - producer.last_received < silent_after_week ? 1 : 0;
    facts.missing_events += missing_in(producer, facts.from);
  });
}

}  // namespace

void Shard::finish_pass(std::vector<alerting::Decision>& out) {
  score_rows();
  decide(out);
  work_->clear();
}

void Shard::note_day(std::uint64_t sequence, const Position& position) {
  const std::int64_t day = utc_day(world_.log_time);
  if (day <= day_ || !settings_.tells_days) {
    return;
  }
  Pending pending;
  pending.sequence = sequence;
  pending.log_time = world_.log_time;
  pending.position = position;
  pending.evidence_begin = static_cast<std::uint32_t>(work_->evidence.size());
  pending.evidence_end = pending.evidence_begin;
  pending.closed_end = static_cast<std::uint32_t>(work_->closed.size());
  pending.days_begin = static_cast<std::int32_t>(work_->days.size());
  collect_days(day, work_->days);
  pending.days_end = static_cast<std::int32_t>(work_->days.size());
  work_->pending.push_back(pending);
}

void Shard::collect_days(std::int64_t day, std::vector<alerting::DayFacts>& out) {
  const EventTime end = window_start(day, one_day);
  const bool is_first = day_ == state::no_window;
  world_.tenants.for_each([&](const state::EntityKey& key, const state::TenantState& tenant) {
    std::uint64_t& events_before = day_events_.touch(key).count;
    if (!is_first) {
      alerting::DayFacts facts;
      facts.tenant = key.tenant;
      facts.from = day_start_;
      facts.to = end;
      facts.events = since(tenant.events, events_before);
      facts.late = since(counters_.late, day_counters_.late);
      facts.duplicates = since(counters_.duplicates, day_counters_.duplicates);
      facts.dead_letters = since(counters_.rejected, day_counters_.rejected);
      facts.contexts = since(counters_.contexts, day_counters_.contexts);
      count_producers(world_, facts);
      out.push_back(facts);
    }
    events_before = tenant.events;
  });
  day_ = day;
  day_start_ = end;
  day_counters_ = counters_;
}

}  // namespace centinela::pipeline
