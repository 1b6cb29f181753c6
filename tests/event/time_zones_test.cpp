#include "centinela/event/time_zones.h"

#include <gtest/gtest.h>

namespace centinela {
namespace {

EventTime at(std::string_view text) {
  return *parse_rfc3339(text);
}

// Madrid around the changes of 2026.
TimeZones madrid() {
  TimeZones zones;
  zones.add("Europe/Madrid",
            {{at("2025-10-26T01:00:00Z"), 3600},
             {at("2026-03-29T01:00:00Z"), 7200},
             {at("2026-10-25T01:00:00Z"), 3600}});
  return zones;
}

LocalTime local(std::string_view text) {
  const TimeZones zones = madrid();
  return zones.local(zones.find("Europe/Madrid"), at(text));
}

TEST(TimeZones, skip_the_hour_that_spring_takes) {
  EXPECT_EQ(local("2026-03-29T00:59:59.999Z").minute_of_day, 119);
  EXPECT_EQ(local("2026-03-29T01:00:00Z").minute_of_day, 180);
}

TEST(TimeZones, repeat_the_hour_that_autumn_gives) {
  EXPECT_EQ(local("2026-10-25T00:30:00Z").minute_of_day, 150);
  EXPECT_EQ(local("2026-10-25T01:30:00Z").minute_of_day, 150);
  EXPECT_EQ(local("2026-10-25T02:30:00Z").minute_of_day, 210);
}

TEST(TimeZones, turn_the_day_at_local_midnight) {
  const LocalTime before = local("2026-07-14T21:59:59Z");
  const LocalTime after = local("2026-07-14T22:00:00Z");
  EXPECT_EQ(after.day, before.day + 1);
  EXPECT_EQ(after.minute_of_day, 0);
  EXPECT_EQ(before.day_of_week(), 1) << "14 July 2026 is a Tuesday";
  EXPECT_EQ(after.day_of_week(), 2);
}

TEST(TimeZones, count_the_hours_of_the_week_from_monday) {
  const TimeZones zones;
  EXPECT_EQ(zones.local(ZoneIndex{0}, at("2026-11-23T00:00:00Z")).hour_of_week, 0);
  EXPECT_EQ(zones.local(ZoneIndex{0}, at("2026-11-22T23:59:59Z")).hour_of_week, 167);
  EXPECT_EQ(zones.local(ZoneIndex{0}, EventTime{0}).hour_of_week, 72) << "a Thursday";
  EXPECT_EQ(zones.local(ZoneIndex{0}, EventTime{-1}).hour_of_week, 71) << "before the epoch";
}

TEST(TimeZones, use_the_first_offset_for_times_before_the_table) {
  EXPECT_EQ(local("1990-01-01T12:00:00Z").hour_of_day(), 13);
}

TEST(TimeZones, take_an_unknown_name_or_index_as_utc) {
  const TimeZones zones = madrid();
  EXPECT_EQ(zones.find("Mars/Olympus"), ZoneIndex{0});
  EXPECT_FALSE(zones.contains("Mars/Olympus"));
  EXPECT_TRUE(zones.contains("UTC"));
  EXPECT_EQ(zones.local(ZoneIndex{99}, at("2026-07-14T12:00:00Z")).hour_of_day(), 12);
}

TEST(TimeZones, find_every_zone_whatever_the_order_of_adding) {
  TimeZones zones;
  for (const char* name : {"Zulu", "America/Bogota", "Europe/Madrid", "Asia/Manila"}) {
    zones.add(name, {{EventTime{0}, static_cast<std::int32_t>(name[0]) * 60}});
  }
  for (const char* name : {"Zulu", "America/Bogota", "Europe/Madrid", "Asia/Manila"}) {
    EXPECT_EQ(zones.local(zones.find(name), EventTime{0}).minute_of_day, name[0]);
  }
  zones.add("Zulu", {{EventTime{0}, 60}});
  EXPECT_EQ(zones.local(zones.find("Zulu"), EventTime{0}).minute_of_day, 1) << "replaced";
  EXPECT_EQ(zones.size(), 5U);
}

TEST(TimeZones, never_replace_utc) {
  TimeZones zones;
  zones.add("UTC", {{EventTime{0}, 3600}});
  EXPECT_EQ(zones.local(zones.find("UTC"), EventTime{0}).minute_of_day, 0);
}

}  // namespace
}  // namespace centinela
