#include "telemetry/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace centinela::telemetry {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr LogHeader header = {
    .unix_micros = 1'795'290'601'000'123, .level = LogLevel::warn, .logger = "engine"};

std::string text(const LogLine& line) {
  return format_line(LogFormat::text, header, line.encoded());
}
std::string json(const LogLine& line) {
  return format_line(LogFormat::json, header, line.encoded());
}

TEST(LogLine, prints_key_value_text_with_microseconds_of_utc) {
  EXPECT_EQ(text(LogLine("partition paused: delivery queue full")
                     .with("partition", 3)
                     .with("topic", "data-access")),
            "2026-11-21T19:50:01.000123Z warn  engine: partition paused: delivery queue full "
            "partition=3 topic=data-access");
}

TEST(LogLine, prints_one_json_object_with_numbers_as_numbers) {
  EXPECT_EQ(json(LogLine("batch")
                     .with("events", 512)
                     .with("seconds", 0.25)
                     .with("late", false)
                     .with("mode", "live \"now\"")),
            R"({"ts":"2026-11-21T19:50:01.000123Z","level":"warn","logger":"engine",)"
            R"("msg":"batch","events":512,"seconds":0.25,"late":false,"mode":"live \"now\""})");
}

TEST(LogLine, quotes_values_that_would_not_read_back) {
  EXPECT_THAT(text(LogLine("m").with("a", "x y").with("b", "k=v").with("c", "")),
              HasSubstr(R"(a="x y" b="k=v" c="")"));
}

TEST(LogLine, does_not_let_a_value_forge_a_line_a_field_or_a_colour) {
  const LogLine line = LogLine("m\nforged")
                           .with("name",
                                 "x\x1f\x1e"
                                 "rtrue\n\x1b[2J");
  for (const std::string& out : {text(line), json(line)}) {
    EXPECT_THAT(out, Not(HasSubstr("\n")));
    EXPECT_THAT(out, Not(HasSubstr("\x1b")));
    EXPECT_THAT(out, Not(HasSubstr("\x1f")));
  }
}

TEST(LogLine, cuts_values_that_are_documents) {
  const std::string out = text(LogLine("m").with("value", std::string(100'000, 'x')));
  EXPECT_LT(out.size(), log_field_bytes_max + 200);
}

TEST(LogLine, writes_what_json_has_no_number_for_as_text) {
  EXPECT_THAT(json(LogLine("m").with("p", std::numeric_limits<double>::infinity())),
              HasSubstr(R"("p":"inf")"));
}

TEST(FormatLine, cleans_lines_of_libraries_that_log_plain_text) {
  EXPECT_EQ(format_line(LogFormat::text, header, "broker\tdown\x1b[0m"),
            "2026-11-21T19:50:01.000123Z warn  engine: broker\\x09down\\x1b[0m");
}

TEST(FormatLine, survives_marks_in_any_order) {
  for (const std::string& broken : {std::string("\x1f"),
                                    std::string("\x1f\x1e"),
                                    std::string("\x1d\x1d\x1f\x1e\x1e"),
                                    std::string()}) {
    EXPECT_THAT(format_line(LogFormat::json, header, broken), HasSubstr("\"msg\""));
  }
}

TEST(Logger, counts_lines_and_withholds_a_warning_that_repeats) {
  start_logging(LogFormat::text, LogLevel::info);
  const LogCounts before = log_counts();
  const Logger logger("test");
  ::testing::internal::CaptureStderr();
  for (int i = 0; i < 5; ++i) {
    logger.warn(LogLine("lag is high").with("partition", i));
  }
  logger.info(LogLine("started"));
  logger.debug(LogLine("not at this level"));
  const std::string printed = ::testing::internal::GetCapturedStderr();
  EXPECT_THAT(printed, HasSubstr("warn  test: lag is high partition=0\n"));
  EXPECT_THAT(printed, HasSubstr("info  test: started\n"));
  EXPECT_THAT(printed, Not(HasSubstr("partition=1")));
  EXPECT_THAT(printed, Not(HasSubstr("not at this level")));
  const LogCounts after = log_counts();
  EXPECT_EQ(after.warn - before.warn, 1U);
  EXPECT_EQ(after.withheld - before.withheld, 4U);
  EXPECT_EQ(after.debug - before.debug, 0U);
}

TEST(Logger, changes_format_and_level_while_running) {
  start_logging(LogFormat::json, LogLevel::error);
  ::testing::internal::CaptureStderr();
  Logger("test").info(LogLine("hidden"));
  Logger("test").error(LogLine("state directory is full"));
  const std::string printed = ::testing::internal::GetCapturedStderr();
  EXPECT_THAT(printed, Not(HasSubstr("hidden")));
  EXPECT_THAT(printed, HasSubstr(R"("level":"error","logger":"test","msg":"state directory)"));
}

}  // namespace
}  // namespace centinela::telemetry
