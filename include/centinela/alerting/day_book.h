// DayBook: what a tenant's day came to, for its digest and its heartbeat. Floor 7.
//
// Kept on the log's time, so that a replay writes the same records. Bounded plain data, one thread.
#pragma once

#include "centinela/alerting/decision.h"
#include "centinela/alerting/episode.h"
#include "centinela/state/entity_key.h"

#include <array>
#include <cstdint>
#include <vector>

namespace centinela::alerting {

// What only the intake and the state know of the day.
struct DayFacts {
  TenantToken tenant;
  EventTime from;  // log time, half open
  EventTime to;
  std::int64_t events = 0;  // of the tenant
  std::int64_t producers_active = 0;
  std::int64_t producers_silent = 0;  // heard in the week before, not on the day
  std::int64_t missing_events = 0;    // sequence numbers that did not come
  std::int64_t late = 0;              // of the whole input, as the rest
  std::int64_t duplicates = 0;
  std::int64_t dead_letters = 0;
  std::int64_t contexts = 0;
};

// A candidate that came near a line and stayed below it.
struct BelowLine {
  state::EntityKey entity;
  PrincipalFacts principal;
  Reason reason;
  double p_value = 1;

  template <class Archive>
  void describe(Archive& archive) {
    archive(entity, principal, reason, p_value);
  }
};

struct DayBook {
  static constexpr std::size_t strongest_max = 10;

  EventTime from;
  std::int64_t pages = 0;
  std::int64_t tickets = 0;
  std::int64_t shadow = 0;
  std::array<std::int64_t, withheld_count> withheld{};  // episodes, each once
  std::array<std::int64_t, detectors::detector_count> below{};
  std::array<std::int64_t, detectors::detector_count> guarded{};
  std::vector<std::int64_t> suppressed;  // by rule; rulings last
  std::uint64_t spoke = 0;               // bit per detector
  std::vector<BelowLine> strongest;      // ascending p

  void note_strongest(const BelowLine& candidate);
  void forget(const state::EntityKey& entity);

  template <class Archive>
  void describe(Archive& archive) {
    archive(from, pages, tickets, shadow, withheld, below, guarded, suppressed, spoke, strongest);
  }
};

}  // namespace centinela::alerting
