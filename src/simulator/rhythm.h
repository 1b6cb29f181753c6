// When and how much people and customers do: shifts, days off, seasons, over-dispersed days.
// Floor 9, pure functions of the world and the time.
#pragma once

#include "simulator/world.h"

#include <cstdint>

namespace centinela::simulator {

// The quarter of an hour in which work is planned.
inline constexpr Duration slot_length = std::chrono::minutes{15};

// What plots of the moment do to a principal's ordinary work.
struct Mood {
  double rate = 1;            // multiplies the number of cases
  int shift_minutes = 0;      // moves the working hours
  double without_ticket = 0;  // added to the share of cases that have none

  friend bool operator==(const Mood&, const Mood&) = default;
};

// A person's working day holds the hours from a shift's start to the next one's.
struct ShiftMoment {
  std::int64_t day;  // civil day on which the shift began
  int minute;        // since its start, [0, 1440)
};
[[nodiscard]] ShiftMoment shift_moment(const World& world,
                                       PrincipalIndex who,
                                       EventTime time,
                                       int shift_minutes = 0) noexcept;

// Employed, not on leave, not on a day off.
[[nodiscard]] bool works_on(const World& world, PrincipalIndex who, std::int64_t day) noexcept;

// On duty at that moment, by the usual shift.
[[nodiscard]] bool is_on_shift(const World& world, PrincipalIndex who, EventTime time) noexcept;

// The next moment at or after `from` at which the principal is well inside a shift; `before` when
// there is none earlier.
[[nodiscard]] EventTime next_shift(const World& world,
                                   PrincipalIndex who,
                                   EventTime from,
                                   EventTime before) noexcept;

// Expected cases of a person in the slot that begins there. A member's day is a negative binomial:
// Poisson counts under a gamma factor of that day (mean 1, shape r).
[[nodiscard]] double expected_cases(const World& world,
                                    PrincipalIndex who,
                                    EventTime slot,
                                    const Mood& mood) noexcept;

// Share of a day's customer contacts that falls into the slot, times the season of that day.
[[nodiscard]] double contact_share(const World& world, TenantIndex tenant, EventTime slot) noexcept;

// Whether the slot holds that wall-clock minute of the site's day.
[[nodiscard]] bool holds_minute(const Site& site, EventTime slot, int minute) noexcept;

}  // namespace centinela::simulator
