#include "centinela/event/time_zones.h"

#include "centinela/base/check.h"

#include <algorithm>

namespace centinela {
namespace {

// 1970-01-01 was a Thursday.
int day_of_week(std::int64_t day) noexcept {
  const std::int64_t shifted = (day + 3) % 7;
  return static_cast<int>(shifted < 0 ? shifted + 7 : shifted);
}

}  // namespace

TimeZones::TimeZones() {
  zones_.push_back({"UTC", {{EventTime{INT64_MIN}, 0}}});
}

void TimeZones::add(std::string name, std::vector<Change> changes) {
  CENTINELA_CHECK(!changes.empty());
  if (name == "UTC") {
    return;
  }
  const auto at =
      std::lower_bound(zones_.begin() + 1, zones_.end(), name, [](const Zone& zone, const auto& n) {
        return zone.name < n;
      });
  if (at != zones_.end() && at->name == name) {
    at->changes = std::move(changes);
    return;
  }
  zones_.insert(at, {std::move(name), std::move(changes)});
}

ZoneIndex TimeZones::find(std::string_view name) const noexcept {
  const auto at =
      std::lower_bound(zones_.begin() + 1, zones_.end(), name, [](const Zone& zone, const auto& n) {
        return zone.name < n;
      });
  if (at == zones_.end() || at->name != name) {
    return ZoneIndex{0};
  }
  return ZoneIndex{static_cast<std::uint16_t>(at - zones_.begin())};
}

bool TimeZones::contains(std::string_view name) const noexcept {
  return name == "UTC" || find(name) != ZoneIndex{0};
}

LocalTime TimeZones::local(ZoneIndex zone, EventTime time) const noexcept {
  const Zone& rules = zones_[zone.value() < zones_.size() ? zone.value() : 0];
  const auto after = std::upper_bound(
      rules.changes.begin(), rules.changes.end(), time, [](EventTime t, const Change& change) {
        return t < change.from;
      });
  const Change& change = after == rules.changes.begin() ? rules.changes.front() : *(after - 1);
  const EventTime shifted = time + std::chrono::seconds{change.offset_seconds};

  LocalTime local;
  local.day = utc_day(shifted);
  local.minute_of_day =
      static_cast<int>((shifted.milliseconds() - local.day * one_day.count()) / one_minute.count());
  local.hour_of_week = day_of_week(local.day) * 24 + local.minute_of_day / 60;
  return local;
}

}  // namespace centinela
