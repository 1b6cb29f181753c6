#include "centinela/base/time.h"

#include "centinela/base/rng.h"

#include <gtest/gtest.h>

namespace centinela {
namespace {

std::int64_t parsed(std::string_view text) {
  const Result<EventTime> time = parse_rfc3339(text);
  EXPECT_TRUE(time.has_value()) << text;
  return time ? time->milliseconds() : -1;
}

TEST(ParseRfc3339, reads_the_forms_that_producers_send) {
  constexpr std::int64_t expected = 1795290566389;
  EXPECT_EQ(parsed("2026-11-21T19:49:26.389Z"), expected);
  EXPECT_EQ(parsed("2026-11-21t19:49:26.389z"), expected);
  EXPECT_EQ(parsed("2026-11-21 19:49:26.389Z"), expected);
  EXPECT_EQ(parsed("2026-11-21T19:49:26.389999999Z"), expected) << "cut off, not rounded";
  EXPECT_EQ(parsed("2026-11-21T20:49:26.389+01:00"), expected);
  EXPECT_EQ(parsed("2026-11-21T14:19:26.389-05:30"), expected);
  EXPECT_EQ(parsed("2026-11-21T19:49:26Z"), expected - 389);
  EXPECT_EQ(parsed("1969-12-31T23:59:59.999Z"), -1);
}

TEST(ParseRfc3339, clamps_a_leap_second_into_its_minute) {
  EXPECT_EQ(parsed("2016-12-31T23:59:60Z"), parsed("2016-12-31T23:59:59.999Z"));
  EXPECT_EQ(parsed("2016-12-31T23:59:60.5Z"), parsed("2016-12-31T23:59:59.999Z"));
}

// The usual spelling has a reader of its own; a small letter sends the same time to the other one.
TEST(ParseRfc3339, reads_the_usual_spelling_as_it_reads_the_others) {
  Rng rng(7);
  for (int i = 0; i < 20'000; ++i) {
    const auto milliseconds = static_cast<std::int64_t>(rng.below(315'537'897'600'000ULL)) -
                              62'135'596'800'000;  // years 1 to 9999
    std::string text = format_rfc3339(EventTime{milliseconds});
    ASSERT_EQ(parsed(text), milliseconds) << text;
    text[10] = 't';
    ASSERT_EQ(parsed(text), milliseconds) << text;
  }
}

TEST(ParseRfc3339, refuses_the_usual_spelling_with_any_one_byte_wrong) {
  const std::string usual = "2024-02-29T23:59:59.999Z";
  for (std::size_t at = 0; at < usual.size(); ++at) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string wrong = usual;
      wrong[at] = static_cast<char>(byte);
      std::string other = wrong;
      if (at != 10) {
        other[10] = 't';
      }
      const Result<EventTime> time = parse_rfc3339(wrong);
      const Result<EventTime> expected = parse_rfc3339(other);
      ASSERT_EQ(time.has_value(), expected.has_value()) << "byte " << byte << " at " << at;
      if (time) {
        ASSERT_EQ(*time, *expected) << "byte " << byte << " at " << at;
      }
    }
  }
}

class NotATime : public testing::TestWithParam<const char*> {};

TEST_P(NotATime, is_refused_without_being_quoted) {
  const Result<EventTime> time = parse_rfc3339(GetParam());
  ASSERT_FALSE(time.has_value());
  EXPECT_EQ(time.error().code, Errc::bad_data);
  EXPECT_EQ(time.error().detail.find("secret"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Misreadings,
                         NotATime,
                         testing::Values("",
                                         "secret",
                                         "2026-11-21",
                                         "2026-11-21T19:49:26",
                                         "2026-11-21T19:49Z",
                                         "2026-02-29T00:00:00Z",
                                         "2026-13-01T00:00:00Z",
                                         "2026-00-10T00:00:00Z",
                                         "2026-11-21T24:00:00Z",
                                         "2026-11-21T19:60:00Z",
                                         "2026-11-21T19:49:61Z",
                                         "2026-11-21T19:49:26.Z",
                                         "2026-11-21T19:49:26.1234567890Z",
                                         "2026-11-21T19:49:26,389Z",
                                         "2026-11-21T19:49:26+0100",
                                         "2026-11-21T19:49:26+24:00",
                                         "2026-11-21T19:49:26+01:60",
                                         "2026-11-21T19:49:26Z secret",
                                         "+026-11-21T19:49:26Z",
                                         "2026-11-2 T19:49:26Z"));

TEST(FormatRfc3339, is_the_inverse_of_parsing) {
  Rng rng(20);
  constexpr std::int64_t from = -2'208'988'800'000;  // 1900
  constexpr std::uint64_t span = 9'466'848'000'000;  // to 2200
  for (int i = 0; i < 20000; ++i) {
    const EventTime time{from + static_cast<std::int64_t>(rng.below(span))};
    const std::string text = format_rfc3339(time);
    ASSERT_EQ(text.size(), 24U);
    ASSERT_EQ(parsed(text), time.milliseconds()) << text;
  }
}

TEST(FormatRfc3339, orders_texts_as_times_are_ordered) {
  Rng rng(21);
  for (int i = 0; i < 5000; ++i) {
    const EventTime a{static_cast<std::int64_t>(rng.below(4'102'444'800'000))};
    const EventTime b{static_cast<std::int64_t>(rng.below(4'102'444'800'000))};
    ASSERT_EQ(a < b, format_rfc3339(a) < format_rfc3339(b));
  }
}

TEST(ParseDate, gives_the_start_of_the_day_in_utc) {
  EXPECT_EQ(parse_date("2024-02-29")->milliseconds(), parsed("2024-02-29T00:00:00Z"));
  EXPECT_FALSE(parse_date("2023-02-29").has_value());
  EXPECT_FALSE(parse_date("2024-02-29T00:00:00Z").has_value());
}

TEST(Windows, are_half_open_and_floor_below_the_epoch) {
  EXPECT_EQ(window_index(EventTime{0}, one_hour), 0);
  EXPECT_EQ(window_index(EventTime{3'599'999}, one_hour), 0);
  EXPECT_EQ(window_index(EventTime{3'600'000}, one_hour), 1);
  EXPECT_EQ(window_index(EventTime{-1}, one_hour), -1);
  EXPECT_EQ(window_index(EventTime{-3'600'000}, one_hour), -1);
  EXPECT_EQ(window_index(EventTime{-3'600'001}, one_hour), -2);
}

TEST(Windows, hold_the_times_from_their_start_to_the_start_of_the_next) {
  Rng rng(22);
  for (int i = 0; i < 5000; ++i) {
    const EventTime time{static_cast<std::int64_t>(rng.below(1ULL << 42U)) - (1LL << 41)};
    const std::int64_t index = window_index(time, one_day);
    ASSERT_LE(window_start(index, one_day), time);
    ASSERT_GT(window_start(index + 1, one_day), time);
    ASSERT_EQ(utc_day(time), index);
  }
}

}  // namespace
}  // namespace centinela
