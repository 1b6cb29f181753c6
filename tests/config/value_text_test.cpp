#include "config/value_text.h"

#include "centinela/base/rng.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace centinela::config {
namespace {

TEST(Duration, adds_up_units_from_large_to_small) {
  EXPECT_EQ(*parse_duration("200ms"), Duration{200});
  EXPECT_EQ(*parse_duration("5m"), Duration{300'000});
  EXPECT_EQ(*parse_duration("1h30m"), Duration{5'400'000});
  EXPECT_EQ(*parse_duration("7d"), Duration{604'800'000});
  EXPECT_EQ(*parse_duration("0s"), Duration{0});
}

TEST(Duration, refuses_what_has_no_unit_or_the_wrong_order) {
  for (const char* text : {"",
                           "5",
                           "m",
                           "5 m",
                           "-5m",
                           "1.5h",
                           "30m1h",
                           "5m5m",
                           "5M",
                           "5min",
                           "99999999999999999999d",
                           "106751991168d",
                           "5m "}) {
    EXPECT_FALSE(parse_duration(text)) << text;
  }
}

TEST(Size, knows_binary_units_only) {
  EXPECT_EQ(parse_size("64MiB")->bytes, std::int64_t{64} << 20);
  EXPECT_EQ(parse_size("2GiB")->bytes, std::int64_t{2} << 30);
  EXPECT_EQ(parse_size("1KiB512B")->bytes, 1536);
  for (const char* text : {"64MB", "64", "64mib", "1.5GiB", "-1B", ""}) {
    EXPECT_FALSE(parse_size(text)) << text;
  }
}

TEST(DurationAndSize, are_read_back_as_they_were_printed) {
  constexpr std::uint64_t seed = 20261121;
  Rng rng(seed);
  for (int i = 0; i < 2000; ++i) {
    const auto value = static_cast<std::int64_t>(rng.next() >> (16 + rng.below(40)));
    EXPECT_EQ(*parse_duration(format_duration(Duration{value})), Duration{value});
    EXPECT_EQ(*parse_size(format_size(Size{value})), Size{value});
  }
}

TEST(Integer, refuses_what_yaml_would_read_as_another_number) {
  EXPECT_EQ(*parse_integer("0"), 0);
  EXPECT_EQ(*parse_integer("-12"), -12);
  for (const char* text : {"010",
                           "0o10",
                           "0x10",
                           "1e3",
                           "1_000",
                           "+1",
                           " 1",
                           "1 ",
                           "",
                           "-",
                           "1.0",
                           "9223372036854775808"}) {
    EXPECT_FALSE(parse_integer(text)) << text;
  }
}

TEST(Real, refuses_infinities_and_what_is_no_number) {
  EXPECT_DOUBLE_EQ(*parse_real("2.5"), 2.5);
  EXPECT_DOUBLE_EQ(*parse_real("-1e3"), -1000);
  for (const char* text : {"inf", "nan", "1e400", "", "2,5", "2.5x"}) {
    EXPECT_FALSE(parse_real(text)) << text;
  }
}

TEST(Boolean, is_true_or_false_and_nothing_else) {
  EXPECT_TRUE(*parse_boolean("true"));
  EXPECT_FALSE(*parse_boolean("false"));
  for (const char* text : {"yes", "no", "on", "off", "1", "0", "True", ""}) {
    EXPECT_FALSE(parse_boolean(text)) << text;
  }
}

TEST(ClockTime, runs_from_midnight_to_midnight) {
  EXPECT_EQ(parse_clock("00:00")->minutes, 0);
  EXPECT_EQ(parse_clock("24:00")->minutes, 1440);
  EXPECT_EQ(format_clock(*parse_clock("08:05")), "08:05");
  for (const char* text : {"8:00", "24:01", "12:60", "ab:cd", "1200", "-1:00", "12:0a"}) {
    EXPECT_FALSE(parse_clock(text)) << text;
  }
}

TEST(Instant, takes_a_date_as_its_start_in_utc) {
  EXPECT_EQ(format_rfc3339(*parse_instant("2026-12-24")), "2026-12-24T00:00:00.000Z");
  EXPECT_EQ(format_rfc3339(*parse_instant("2026-12-24T18:00:00+01:00")),
            "2026-12-24T17:00:00.000Z");
  EXPECT_FALSE(parse_instant("2026-02-30"));
  EXPECT_FALSE(parse_instant("tomorrow"));
  EXPECT_EQ(format_civil_date(*parse_civil_date("2024-02-29")), "2024-02-29");
}

TEST(ValueErrors, say_what_was_expected_and_not_what_was_found) {
  const auto result = parse_duration("hunter2");
  EXPECT_EQ(result.error().code, Errc::config);
  EXPECT_THAT(result.error().detail, ::testing::HasSubstr("5m"));
  EXPECT_THAT(result.error().detail, ::testing::Not(::testing::HasSubstr("hunter2")));
}

}  // namespace
}  // namespace centinela::config
