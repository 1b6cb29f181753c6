#include "centinela/detectors/words.h"

#include <gtest/gtest.h>

namespace centinela::detectors {
namespace {

TEST(Number, prints_as_people_write_it) {
  EXPECT_EQ(number(0), "0");
  EXPECT_EQ(number(71), "71");
  EXPECT_EQ(number(9999), "9999");
  EXPECT_EQ(number(10'000), "10 000");
  EXPECT_EQ(number(1'234'567), "1 234 567");
  EXPECT_EQ(number(-48'000), "-48 000");
  EXPECT_EQ(number(2.5), "2.50");
  EXPECT_EQ(number(15.25), "15.2");
  EXPECT_EQ(number(650.4), "650");
}

TEST(CountOf, knows_one_from_many) {
  EXPECT_EQ(count_of(1, "customer", "customers"), "1 customer");
  EXPECT_EQ(count_of(0, "customer", "customers"), "0 customers");
  EXPECT_EQ(count_of(71, "customer", "customers"), "71 customers");
}

TEST(DaysSeen, are_whole_days) {
  EXPECT_EQ(days_seen(0), "none");
  EXPECT_EQ(days_seen(0.95), "1");
  EXPECT_EQ(days_seen(32.04), "32");
}

TEST(MinutesLong, become_hours_where_nobody_counts_minutes) {
  EXPECT_EQ(minutes_long(0.2), "1 min");
  EXPECT_EQ(minutes_long(35), "35 min");
  EXPECT_EQ(minutes_long(119), "119 min");
  EXPECT_EQ(minutes_long(120), "2 h");
  EXPECT_EQ(minutes_long(803), "14 h");
}

TEST(Range, is_one_number_when_both_ends_are_alike) {
  EXPECT_EQ(range(1, 24), "1–24");
  EXPECT_EQ(range(24, 24), "24");
}

TEST(Odds, never_claim_more_than_one_in_ten_thousand) {
  EXPECT_EQ(odds(1), "about 1 in 1");
  EXPECT_EQ(odds(0.00025), "about 1 in 4000");
  EXPECT_EQ(odds(1e-4), "about 1 in 10 000");
  EXPECT_EQ(odds(9.9e-5), "rarer than 1 in 10 000");
  EXPECT_EQ(odds(1e-300), "rarer than 1 in 10 000");
}

}  // namespace
}  // namespace centinela::detectors
