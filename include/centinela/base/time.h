// EventTime and Duration: event time in milliseconds, and its text. Floor 0, reads no clock.
//
// Windows are half-open [a, b). Days are civil days of UTC unless a name says local.
#pragma once

#include "centinela/base/result.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace centinela {

using Duration = std::chrono::milliseconds;

// Milliseconds since 1970-01-01T00:00:00Z, leap seconds ignored.
class EventTime {
 public:
  constexpr EventTime() noexcept = default;
  constexpr explicit EventTime(std::int64_t milliseconds) noexcept : milliseconds_(milliseconds) {}

  [[nodiscard]] constexpr std::int64_t milliseconds() const noexcept { return milliseconds_; }

  friend constexpr EventTime operator+(EventTime time, Duration d) noexcept {
    return EventTime{time.milliseconds_ + d.count()};
  }
  friend constexpr EventTime operator-(EventTime time, Duration d) noexcept {
    return EventTime{time.milliseconds_ - d.count()};
  }
  friend constexpr Duration operator-(EventTime a, EventTime b) noexcept {
    return Duration{a.milliseconds_ - b.milliseconds_};
  }
  friend constexpr bool operator==(EventTime, EventTime) noexcept = default;
  friend constexpr auto operator<=>(EventTime, EventTime) noexcept = default;

 private:
  std::int64_t milliseconds_ = 0;
};

inline constexpr Duration one_minute = std::chrono::minutes{1};
inline constexpr Duration one_hour = std::chrono::hours{1};
inline constexpr Duration one_day = std::chrono::hours{24};

// Index of the tumbling window of that width that holds the time; floors below the epoch too.
[[nodiscard]] constexpr std::int64_t window_index(EventTime time, Duration width) noexcept {
  const std::int64_t q = time.milliseconds() / width.count();
  return time.milliseconds() % width.count() < 0 ? q - 1 : q;
}
[[nodiscard]] constexpr EventTime window_start(std::int64_t index, Duration width) noexcept {
  return EventTime{index * width.count()};
}
// Days since the epoch, UTC.
[[nodiscard]] constexpr std::int64_t utc_day(EventTime time) noexcept {
  return window_index(time, one_day);
}

// Accepts RFC 3339 with zone (upper or lower T and Z, 0 to 9 fraction digits, ":60" seconds
// clamped to 59.999). Fractions below a millisecond are cut off. Error: bad_data.
[[nodiscard]] Result<EventTime> parse_rfc3339(std::string_view text);

// Accepts "YYYY-MM-DD"; the start of that day in UTC. Error: bad_data.
[[nodiscard]] Result<EventTime> parse_date(std::string_view text);

// "2026-11-21T19:49:26.389Z", always with milliseconds.
[[nodiscard]] std::string format_rfc3339(EventTime time);

}  // namespace centinela
