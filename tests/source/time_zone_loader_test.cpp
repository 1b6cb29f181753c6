#include "source/time_zone_loader.h"

#include <gtest/gtest.h>

#include <string_view>

namespace centinela::source {
namespace {

EventTime at(std::string_view text) {
  return *parse_rfc3339(text);
}

class TimeZoneLoader : public testing::Test {
 protected:
  // Loaded once: the database does not change under the tests.
  static const TimeZones& zones() {
    static const TimeZones loaded = *load_time_zones();
    return loaded;
  }
  static int minute(std::string_view zone, std::string_view utc) {
    return zones().local(zones().find(zone), at(utc)).minute_of_day;
  }
};

TEST_F(TimeZoneLoader, knows_the_names_of_the_database_and_their_aliases) {
  for (const auto* name : {"America/Bogota", "US/Eastern", "Asia/Calcutta", "Etc/UTC"}) {
    EXPECT_TRUE(zones().contains(name)) << name;
  }
  EXPECT_GT(zones().size(), 400U);
  EXPECT_FALSE(zones().contains("America/Atlantis"));
}

TEST_F(TimeZoneLoader, changes_the_clock_at_the_second_the_law_says) {
  EXPECT_EQ(minute("Europe/Madrid", "2026-03-29T00:59:59Z"), 119);
  EXPECT_EQ(minute("Europe/Madrid", "2026-03-29T01:00:00Z"), 180);
  EXPECT_EQ(minute("Europe/Madrid", "2026-10-25T00:59:59Z"), 179);
  EXPECT_EQ(minute("Europe/Madrid", "2026-10-25T01:00:00Z"), 120);
}

TEST_F(TimeZoneLoader, takes_a_zone_that_gave_up_summer_time_at_its_word) {
  EXPECT_EQ(minute("America/Sao_Paulo", "2018-12-01T12:00:00Z"), 10 * 60);
  EXPECT_EQ(minute("America/Sao_Paulo", "2026-12-01T12:00:00Z"), 9 * 60);
}

struct FarCase {
  const char* zone;
  const char* utc;
  int hour;
};

// Beyond 2037 the database has rules instead of a list.
TEST_F(TimeZoneLoader, goes_on_by_the_rules_until_2100) {
  for (const FarCase& one : {FarCase{"America/New_York", "2050-07-01T12:00:00Z", 8},
                             FarCase{"America/New_York", "2050-12-01T12:00:00Z", 7},
                             FarCase{"Europe/Madrid", "2099-07-01T12:00:00Z", 14},
                             FarCase{"Europe/Madrid", "2099-12-01T12:00:00Z", 13},
                             FarCase{"America/Santiago", "2060-01-15T12:00:00Z", 9},
                             FarCase{"America/Santiago", "2060-07-15T12:00:00Z", 8},
                             FarCase{"Europe/Dublin", "2050-07-01T12:00:00Z", 13},
                             FarCase{"Asia/Jerusalem", "2050-07-01T12:00:00Z", 15},
                             FarCase{"America/Nuuk", "2050-07-01T12:00:00Z", 11},
                             FarCase{"America/Bogota", "2090-07-01T12:00:00Z", 7}}) {
    EXPECT_EQ(minute(one.zone, one.utc), one.hour * 60) << one.zone << " " << one.utc;
  }
}

TEST_F(TimeZoneLoader, gives_the_same_table_each_time) {
  const TimeZones again = *load_time_zones();
  ASSERT_EQ(again.size(), zones().size());
  const EventTime summer = at("2026-07-01T12:00:00Z");
  for (std::size_t i = 0; i < again.size(); ++i) {
    const ZoneIndex zone{static_cast<std::uint16_t>(i)};
    EXPECT_EQ(again.local(zone, summer).minute_of_day, zones().local(zone, summer).minute_of_day);
  }
}

}  // namespace
}  // namespace centinela::source
