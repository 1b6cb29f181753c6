// Roster: when teams are expected at work (reference.rosters). Floor 5, constant for the life of a
// shard, read only.
#pragma once

#include "centinela/event/time_zones.h"
#include "centinela/event/token.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace centinela::detectors {

struct Shift {
  std::optional<TenantToken> tenant;  // none: every one
  WordToken team;
  std::uint8_t days = 0;  // bits of the days on which it starts, the lowest is Monday
  int start_minute = 0;   // of the local day
  int end_minute = 0;     // at or before the start: on the next day
  ZoneIndex zone;
};

enum class Duty : std::uint8_t { unknown, on, off };

class Roster {
 public:
  Roster() = default;
  // Zones must outlive it.
  Roster(const TimeZones& zones, std::vector<Shift> shifts)
      : zones_(&zones), shifts_(std::move(shifts)) {}

  // Half an hour before and after a shift counts as part of it. Unknown for a team without shifts.
  [[nodiscard]] Duty duty_of(TenantToken tenant, WordToken team, EventTime time) const noexcept;

 private:
  const TimeZones* zones_ = nullptr;
  std::vector<Shift> shifts_;
};

}  // namespace centinela::detectors
