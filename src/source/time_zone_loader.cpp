#include "source/time_zone_loader.h"

#include "source/zone_rule.h"

#include <date/tz.h>

#include <exception>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace centinela::source {
namespace {

using Changes = std::vector<TimeZones::Change>;
using date::sys_days;
using date::sys_seconds;

constexpr sys_seconds table_begin = sys_days{date::year{1990} / 1 / 1};
constexpr sys_seconds table_end = sys_days{date::year{2100} / 1 / 1};
// The database lists changes one by one up to here; beyond, a rule stands at the end of the file.
constexpr sys_seconds rules_begin = sys_days{date::year{2037} / 1 / 1};
constexpr const char* zone_directory = "/usr/share/zoneinfo";

EventTime event_time(sys_seconds time) {
  return EventTime{std::chrono::milliseconds(time.time_since_epoch()).count()};
}

// A change of name alone is none.
void append(EventTime from, std::int32_t offset_seconds, Changes& changes) {
  if (changes.empty() || changes.back().offset_seconds != offset_seconds) {
    changes.push_back({from, offset_seconds});
  }
}

Changes listed_changes(const date::time_zone& zone) {
  Changes changes;
  sys_seconds from = table_begin;
  while (from < table_end) {
    const date::sys_info info = zone.get_info(from);
    append(event_time(from), static_cast<std::int32_t>(info.offset.count()), changes);
    if (info.end <= from) {
      break;
    }
    from = info.end;
  }
  return changes;
}

// The last line of a TZif file (RFC 8536 section 3.3): the rule for times beyond its table.
std::string footer_of(const std::string& zone) {
  const std::ifstream file(std::filesystem::path(zone_directory) / zone, std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  const std::string bytes = content.str();
  if (bytes.size() < 2 || bytes.back() != '\n') {
    return {};
  }
  const std::size_t before = bytes.rfind('\n', bytes.size() - 2);
  return before == std::string::npos ? std::string{}
                                     : bytes.substr(before + 1, bytes.size() - before - 2);
}

// From the last listed change on, year by year.
void append_by_rule(const ZoneRule& rule, Changes& changes) {
  constexpr int last_year = 2099;
  for (int year = 2037; year <= last_year; ++year) {
    const EventTime start = turn_time(rule.to_daylight, year, rule.standard_seconds);
    const EventTime end = turn_time(rule.to_standard, year, rule.daylight_seconds);
    const EventTime listed = changes.back().from;
    const TimeZones::Change to_daylight{start, rule.daylight_seconds};
    const TimeZones::Change to_standard{end, rule.standard_seconds};
    const bool is_north = start < end;
    for (const auto& change :
         {is_north ? to_daylight : to_standard, is_north ? to_standard : to_daylight}) {
      if (change.from > listed) {
        append(change.from, change.offset_seconds, changes);
      }
    }
  }
}

Changes changes_of(const date::time_zone& zone) {
  Changes changes = listed_changes(zone);
  if (changes.back().from >= event_time(rules_begin)) {
    if (const auto rule = parse_zone_rule(footer_of(zone.name()))) {
      append_by_rule(*rule, changes);
    }
  }
  return changes;
}

}  // namespace

Result<TimeZones> load_time_zones() {
  TimeZones zones;
  try {
    for (const date::time_zone& zone : date::get_tzdb().zones) {
      zones.add(zone.name(), changes_of(zone));
    }
  } catch (const std::exception& error) {
    return Error{Errc::io,
                 std::string("time zones: expected the zone database in ") + zone_directory + " (" +
                     error.what() + "); install the package tzdata"};
  }
  return zones;
}

}  // namespace centinela::source
