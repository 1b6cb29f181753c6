#include "source/zone_rule.h"

#include <gtest/gtest.h>

namespace centinela::source {
namespace {

std::string to_daylight(std::string_view text, int year) {
  const auto rule = parse_zone_rule(text);
  return rule ? format_rfc3339(turn_time(rule->to_daylight, year, rule->standard_seconds)) : "none";
}
std::string to_standard(std::string_view text, int year) {
  const auto rule = parse_zone_rule(text);
  return rule ? format_rfc3339(turn_time(rule->to_standard, year, rule->daylight_seconds)) : "none";
}

TEST(ZoneRule, finds_the_second_sunday_and_the_last_one) {
  EXPECT_EQ(to_daylight("EST5EDT,M3.2.0,M11.1.0", 2026), "2026-03-08T07:00:00.000Z");
  EXPECT_EQ(to_standard("EST5EDT,M3.2.0,M11.1.0", 2026), "2026-11-01T06:00:00.000Z");
  EXPECT_EQ(to_daylight("CET-1CEST,M3.5.0,M10.5.0/3", 2026), "2026-03-29T01:00:00.000Z");
  EXPECT_EQ(to_standard("CET-1CEST,M3.5.0,M10.5.0/3", 2026), "2026-10-25T01:00:00.000Z");
}

TEST(ZoneRule, reads_hours_outside_the_day_and_offsets_with_minutes) {
  EXPECT_EQ(to_daylight("IST-2IDT,M3.4.4/26,M10.5.0", 2026), "2026-03-27T00:00:00.000Z");
  EXPECT_EQ(to_daylight("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 2026), "2026-03-29T01:00:00.000Z");
  EXPECT_EQ(to_standard("<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45", 2026),
            "2026-04-04T14:00:00.000Z");
}

TEST(ZoneRule, takes_the_offset_that_the_rule_gives_to_daylight_time) {
  const auto rule = parse_zone_rule("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0");
  ASSERT_TRUE(rule);
  EXPECT_EQ(rule->standard_seconds, 37800);
  EXPECT_EQ(rule->daylight_seconds, 39600);
}

TEST(ZoneRule, refuses_what_has_no_changes_or_another_form) {
  for (const auto* text : {"",
                           "<-03>3",
                           "EST5EDT",
                           "EST5EDT,M3.2.0",
                           "EST5EDT,J60,J300",
                           "EST5EDT,M13.2.0,M11.1.0",
                           "EST5EDT,M3.6.0,M11.1.0",
                           "EST5EDT,M3.2.7,M11.1.0",
                           "EST5EDT,M3.2.0,M11.1.0,",
                           "EST5EDT,M3.2.0/,M11.1.0",
                           "<ESTEDT,M3.2.0,M11.1.0"}) {
    EXPECT_FALSE(parse_zone_rule(text)) << text;
  }
}

}  // namespace
}  // namespace centinela::source
