// ZoneRule: the clock changes of every year by one rule, as TZif files end with. Floor 9, pure.
//
// The zone library reads the list of changes and stops in 2037; this goes on from there. Form:
// POSIX TZ with month rules, "EST5EDT,M3.2.0,M11.1.0" (RFC 8536 section 3.3, hours -167 to 167).
#pragma once

#include "centinela/base/time.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace centinela::source {

// "M3.2.0/2": at 02:00 of the second Sunday of March; week 5 is the last one.
struct YearlyTurn {
  unsigned month = 1;
  unsigned week = 1;
  unsigned weekday = 0;      // 0 is Sunday
  std::int32_t seconds = 0;  // after midnight by the clock before the change
};

struct ZoneRule {
  std::int32_t standard_seconds = 0;  // east of UTC
  std::int32_t daylight_seconds = 0;
  YearlyTurn to_daylight;
  YearlyTurn to_standard;
};

// Nothing for a rule without changes or of another form.
[[nodiscard]] std::optional<ZoneRule> parse_zone_rule(std::string_view text);

// When the turn falls in that year; `offset_before` is the offset that the clock then shows.
[[nodiscard]] EventTime turn_time(const YearlyTurn& turn,
                                  int year,
                                  std::int32_t offset_before) noexcept;

}  // namespace centinela::source
