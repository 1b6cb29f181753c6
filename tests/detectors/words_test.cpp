#include "centinela/detectors/words.h"

#include <gtest/gtest.h>

#include <limits>

namespace centinela::detectors {
namespace {

TEST(Number, prints_as_people_write_it) {
  EXPECT_EQ(number(0), "0");
  EXPECT_EQ(number(71), "71");
  EXPECT_EQ(number(9999), "9999");
  EXPECT_EQ(number(10'000), "10 000");
  EXPECT_EQ(number(1'234'000), "1 234 000");
  EXPECT_EQ(number(-48'000), "-48 000");
  EXPECT_EQ(number(2.5), "2.50");
  EXPECT_EQ(number(15.25), "15.2");
  EXPECT_EQ(number(650.4), "650");
}

TEST(Number, has_the_four_digits_of_the_fields) {
  EXPECT_EQ(number(78'332), "78 330");
  EXPECT_EQ(number(405'981), "406 000");
  EXPECT_EQ(number(9999.6), "10 000");
  EXPECT_EQ(number(-1'234'567), "-1 235 000");
}

TEST(Number, has_no_end) {
  EXPECT_EQ(number(9.2233720368547758e18), "9 223 000 000 000 000 000");
  EXPECT_EQ(number(2e19), "20 000 000 000 000 000 000");
}

TEST(WholeNumber, has_all_its_digits) {
  EXPECT_EQ(whole_number(401'233), "401 233");
  EXPECT_EQ(whole_number(std::numeric_limits<std::int64_t>::max()), "9 223 372 036 854 775 807");
  EXPECT_EQ(whole_number(std::numeric_limits<std::int64_t>::min()), "-9 223 372 036 854 775 808");
}

TEST(PlaceInSequence, is_told_to_its_last_digit) {
  EXPECT_EQ(place_in_sequence(88'120), "88 120");
  EXPECT_EQ(place_in_sequence(5'213'417), "5 213 417");
  EXPECT_EQ(place_in_sequence(1e300), "9 007 199 254 740 992");
}

TEST(Odds, agree_with_the_p_value_as_it_is_printed) {
  EXPECT_EQ(odds(9.994e-5), "rarer than 1 in 10 000");
  EXPECT_EQ(odds(9.99996e-5), "about 1 in 10 000");
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
