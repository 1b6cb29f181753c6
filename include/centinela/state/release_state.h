// How much a bot's turns read, per release: the data of D7. Floor 3, plain data, one thread.
//
// A habit belongs to (bot, intent, class, action) and is taught by releases that have been in use
// for a week (or by anything while it is young); a reading is what one release does with it. So a
// release is compared with those before it and never with itself.
#pragma once

#include "centinela/base/fixed_vector.h"
#include "centinela/base/time.h"
#include "centinela/event/event.h"
#include "centinela/state/entity_key.h"

#include <cstdint>

namespace centinela::state {

// Of y = ln(1 + mass): sums that fade by halving when they grow old.
struct MassMoments {
  double n = 0;
  double sum = 0;
  double squares = 0;
  double fields = 0;  // Σ fields, for words

  void add(double log_mass, double field_count) noexcept;
  [[nodiscard]] double mean() const noexcept { return n > 0 ? sum / n : 0; }
  [[nodiscard]] double variance() const noexcept;
  [[nodiscard]] double mean_fields() const noexcept { return n > 0 ? fields / n : 0; }

  template <class Archive>
  void describe(Archive& archive) {
    archive(n, sum, squares, fields);
  }
};

struct ReadingHabit {
  MassMoments past;
  double special = 0;    // of those turns, with special-class data
  PrincipalToken owner;  // absent: of the tenant's bots together

  template <class Archive>
  void describe(Archive& archive) {
    archive(past, special, owner);
  }
};

struct ReleaseReading {
  EventTime first;
  bool is_started = false;
  MassMoments turns;
  std::uint32_t excess = 0;   // turns that read clearly more than the habit
  std::uint32_t special = 0;  // turns with special-class data
  PrincipalToken owner;

  template <class Archive>
  void describe(Archive& archive) {
    archive(first, is_started, turns, excess, special, owner);
  }
};

// What one turn added, and what it is compared with.
struct ReleaseSight {
  ReadingHabit* habit = nullptr;         // that judges: the bot's own, else the tenant's
  ReadingHabit* own_habit = nullptr;     // that may be taught
  ReadingHabit* tenant_habit = nullptr;  // taught by a sample of turns; none where not sampled
  ReleaseReading* reading = nullptr;
  EntityKey release;  // (bot, version)
  double log_mass = 0;
  bool is_excess = false;
  bool is_declared = false;  // a change record stands behind it; known for turns in excess only
};

// Turns that a habit needs before it judges.
inline constexpr double habit_turns_min = 50;
// A release teaches once it has been in use that long; a habit below `habit_young` learns at once.
inline constexpr Duration release_probation = std::chrono::days{7};
inline constexpr double habit_young = 200;
// Habits wider than this scatter by ln(1 + mass) itself; narrower ones are given this much.
inline constexpr double mass_spread_min = 0.2;

// Fields × records, special-class ones threefold: what a turn takes in.
[[nodiscard]] double mass_of(const Event& event) noexcept;

}  // namespace centinela::state
