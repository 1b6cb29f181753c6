// PrincipalState: all memory of one principal. Floor 3, plain data, confined to one thread.
//
// What is usual (baselines), what is going on (open windows) and who it is (latest facts). The hot
// part is in place; the value table and the week are on the heap and only for those who need them.
#pragma once

#include "centinela/base/time.h"
#include "centinela/event/event.h"
#include "centinela/state/cohort_state.h"
#include "centinela/state/day_table.h"
#include "centinela/state/drift_track.h"
#include "centinela/state/habits_aside.h"
#include "centinela/state/handling.h"
#include "centinela/state/held_lessons.h"
#include "centinela/state/rate_track.h"
#include "centinela/state/value_table.h"
#include "centinela/state/volume_track.h"
#include "centinela/stats/bloom_pair.h"
#include "centinela/stats/circular_histogram.h"

#include <array>
#include <cstdint>
#include <memory>

namespace centinela::state {

// First accesses of the day and how much of them nothing explains; and the same over the past.
struct JustificationTrack {
  std::int64_t day = no_window;
  double unexplained = 0;       // Σ(1 − strength) over resolved first accesses today
  double resolved = 0;          // how many those are
  double past_unexplained = 0;  // decayed, closed days
  double past_resolved = 0;
  double smallest_p = 1;
  std::int64_t most_on_one = 0;  // no longer counted
  // The day before that one: what was opened late in it is settled after it closed.
  std::int64_t last_day = no_window;
  double last_unexplained = 0;
  double last_resolved = 0;
  // Of those, how many an explanation that came late accounts for.
  double explained_late = 0;
  double last_explained_late = 0;

  template <class Archive>
  void describe(Archive& archive) {
    archive(day, unexplained, resolved, past_unexplained, past_resolved, smallest_p, most_on_one);
    archive(last_day, last_unexplained, last_resolved, explained_late, last_explained_late);
  }
};

// Where the principal was last seen, for impossible travel.
struct OriginTrack {
  EventTime time;
  IpToken ip;
  float latitude = 0;
  float longitude = 0;
  CountryCode country;
  WordToken city;
  bool is_known = false;

  template <class Archive>
  void describe(Archive& archive) {
    archive(time, ip, latitude, longitude, country, city, is_known);
  }
};

// Shares and means of how somebody works, per event: a slow one to compare with and a fast one.
struct Habit {
  float slow = 0;
  float fast = 0;

  template <class Archive>
  void describe(Archive& archive) {
    archive(slow, fast);
  }
};
enum class HabitKind : std::uint8_t {
  denied,
  not_found,
  by_name,
  listed,
  special,
  changes,
  new_subject,
  unmask,
  fields,
  gap,
};
inline constexpr std::size_t habit_count = static_cast<std::size_t>(HabitKind::gap) + 1;

struct SliceReport {
  std::int64_t slice = no_window;
  double observed = 0;
  double expected = 0;

  template <class Archive>
  void describe(Archive& archive) {
    archive(slice, observed, expected);
  }
};

// The tail of a window's count as last worked out: most events open nobody new, and ask again for
// the same. Exact inputs, so it changes no result and need not be saved.
struct TailMemo {
  std::int64_t x = -1;
  std::array<double, 4> model{};
  double p = 1;
};

// How many customers one ticket was named for that names none itself.
struct TicketUse {
  TicketToken ticket;
  std::int64_t customers = 0;

  template <class Archive>
  void describe(Archive& archive) {
    archive(ticket, customers);
  }
};

struct PrincipalState {
  // Who: from the latest event that said so.
  PrincipalKind kind = PrincipalKind::absent;
  WordToken role;
  WordToken team;
  WordToken site;
  ZoneIndex time_zone;
  EventTime since;
  EventTime until;
  bool is_known = false;  // has been seen before this event

  EventTime first_seen;
  EventTime last_seen;
  std::int64_t last_day = no_window;  // local day of the latest event
  std::int64_t active_days = 0;
  std::int64_t active_hours = 0;
  std::int64_t last_hour = no_window;
  std::uint64_t events = 0;

  VolumeTrack hour;
  VolumeTrack day;
  DayTable subjects_today;
  JustificationTrack justification;
  OriginTrack origin;
  std::array<Habit, habit_count> habits{};
  double habit_events = 0;

  ValueTable values;
  std::unique_ptr<stats::CircularHistogram> week;
  std::int64_t week_decayed_day = no_window;

  std::unique_ptr<DriftTrack> drift;
  std::array<RateTrack, rate_count> rates{};
  EventTime woke;  // came back then after 60 days or more; epoch when it never did
  std::unique_ptr<ChangeTrack> changes;
  std::unique_ptr<FixedVector<Sweep, 4>> sweeps;
  std::unique_ptr<SearchTrack> searches;
  std::unique_ptr<FixedVector<Denial, 4>> denials;
  std::unique_ptr<CredentialTrack> credential;
  std::unique_ptr<ServiceTrack> service;
  std::unique_ptr<CadenceTrack> cadence;
  std::unique_ptr<RiskTrack> risk;
  std::unique_ptr<FixedVector<TicketUse, 8>> ticket_uses;  // latest first
  std::unique_ptr<HandledTrack> handling;
  std::unique_ptr<HeldLessons> held;

  [[nodiscard]] RateTrack& rate(RateKind rate_kind) noexcept {
    return rates[static_cast<std::size_t>(rate_kind)];
  }
  [[nodiscard]] const RateTrack& rate(RateKind rate_kind) const noexcept {
    return rates[static_cast<std::size_t>(rate_kind)];
  }

  FixedVector<WordToken, 8> queues;  // assigned to, by context records

  // The groups that hold its sums, while they differ from kind, role and team above it has moved.
  PrincipalKind grouped_kind = PrincipalKind::absent;
  WordToken grouped_role;
  WordToken grouped_team;
  DayScore closed_score;  // of the latest closed day, for cohorts
  Position day_position;  // what stands for the open day there

  // Distinct data subjects per conversation, for bots and AI agents.
  stats::CountModel per_conversation;
  double conversations = 0;

  // Common mode: the open 15-minute slice and what was reported for the past hour.
  std::int64_t slice = no_window;
  std::int64_t slice_x = 0;
  std::array<SliceReport, 4> slice_reports{};
  // Of the hours worked today: Σ season·factor and Σ season, and the open hour's part of them.
  double common_sum = 0;
  double common_weight = 0;
  double common_open = 0;
  double common_open_weight = 0;

  TailMemo hour_tail;
  TailMemo day_tail;

  // Has a history that is worth more than the room for somebody who was seen on one day only.
  [[nodiscard]] bool is_proven() const noexcept { return active_days >= 2; }

  template <class Archive>
  void describe(Archive& archive) {
    archive(kind, role, team, site, time_zone, since, until, is_known);
    archive(first_seen, last_seen, last_day, active_days, active_hours, last_hour, events);
    archive(hour, day, subjects_today, justification, origin, habits, habit_events);
    archive(
        values, week, week_decayed_day, queues, per_conversation, conversations, slice, slice_x);
    archive(slice_reports, common_sum, common_weight, common_open, common_open_weight);
    archive(drift, rates, woke, changes, sweeps, searches, denials, credential, service, cadence);
    archive(risk);
    archive(grouped_kind, grouped_role, grouped_team);
    archive(closed_score, day_position.partition, day_position.offset, day_position.index);
    archive(day_position.topic, day_position.is_indexed, ticket_uses);
    archive(handling, held);
  }
};

}  // namespace centinela::state
