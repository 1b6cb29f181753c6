// What a shard holds of one batch between its two passes. Floor 8, private to pipeline, reused.
#pragma once

#include "centinela/pipeline/shard.h"

#include <cstdint>
#include <deque>
#include <span>
#include <vector>

namespace centinela::pipeline {

// One entry's outcome of the first pass, to be decided on in the second.
struct Pending {
  const Event* event = nullptr;
  std::uint64_t sequence = 0;
  EventTime log_time;
  Position position;
  alerting::TenantFacts tenant;
  alerting::PrincipalFacts principal;
  std::uint32_t evidence_begin = 0;
  std::uint32_t evidence_end = 0;
  std::uint32_t closed_end = 0;
  std::uint32_t witness_begin = 0;
  std::uint32_t witness_end = 0;
  std::int32_t row = -1;         // of the forest
  std::int32_t days_begin = -1;  // the end of a day: no judgement, but digest and heartbeat
  std::int32_t days_end = -1;
  bool is_retraction = false;
};

struct Shard::Work {
  std::vector<Pending> pending;
  std::vector<detectors::Evidence> evidence;
  std::vector<state::ClosedOpportunity> closed;
  std::vector<state::ResolvedAccess> resolved;
  std::vector<state::ResolvedAccess> retracted;
  std::vector<state::CohortSurge> surges;
  std::vector<alerting::Witness> witnesses;
  std::vector<float> rows;
  std::vector<double> scores;
  std::vector<alerting::DayFacts> days;
  std::deque<Event> held_back;  // events whose clock is not believed, at the log's time

  [[nodiscard]] std::span<const float> row(std::size_t index) const noexcept {
    return std::span(rows).subspan(index * features::feature_count, features::feature_count);
  }
  void clear() noexcept {
    pending.clear();
    evidence.clear();
    closed.clear();
    rows.clear();
    witnesses.clear();
    days.clear();
    held_back.clear();
  }

  // Those who looked at a data subject that is looked at by several.
  void add_visitors(state::World& world, const state::ResolvedAccess& access, Pending& entry) {
    entry.witness_begin = static_cast<std::uint32_t>(witnesses.size());
    if (access.hot.principals > 1) {
      const state::SubjectState* subject =
          world.subjects.find({EntityType::data_subject,
                               access.access.principal.tenant,
                               access.access.data_subject.value()});
      if (subject != nullptr && subject->visits) {
        for (const state::Visit& visit : *subject->visits) {
          witnesses.push_back({visit.principal, visit.position});
        }
      }
    }
    entry.witness_end = static_cast<std::uint32_t>(witnesses.size());
  }
};

}  // namespace centinela::pipeline
