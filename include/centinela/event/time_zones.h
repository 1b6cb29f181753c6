// TimeZones: offsets of named zones over time, as a value that the rind loads. Floor 1, pure.
//
// The core never reads the zone database: local time is a table look-up, the same on every replay
// with the same table. Zone 0 is UTC and always there.
#pragma once

#include "centinela/base/strong.h"
#include "centinela/base/time.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace centinela {

using ZoneIndex = Strong<struct ZoneTag, std::uint16_t>;

// A civil time in some zone. `hour_of_week` is 0 for Monday 00:00–01:00, 167 for Sunday 23:00.
struct LocalTime {
  std::int64_t day = 0;  // days since the epoch, local
  int minute_of_day = 0;
  int hour_of_week = 0;

  [[nodiscard]] int hour_of_day() const noexcept { return minute_of_day / 60; }
  [[nodiscard]] int day_of_week() const noexcept { return hour_of_week / 24; }  // 0 = Monday
};

class TimeZones {
 public:
  struct Change {
    EventTime from;                   // this offset holds from here on
    std::int32_t offset_seconds = 0;  // east of UTC
  };

  TimeZones();  // UTC only

  // Changes ascending by time, at least one; replaces a zone of that name.
  void add(std::string name, std::vector<Change> changes);

  // UTC for a name that is not known.
  [[nodiscard]] ZoneIndex find(std::string_view name) const noexcept;
  [[nodiscard]] bool contains(std::string_view name) const noexcept;
  [[nodiscard]] LocalTime local(ZoneIndex zone, EventTime time) const noexcept;
  [[nodiscard]] std::size_t size() const noexcept { return zones_.size(); }

 private:
  struct Zone {
    std::string name;
    std::vector<Change> changes;
  };
  std::vector<Zone> zones_;  // [0] is UTC, the rest sorted by name
};

}  // namespace centinela
