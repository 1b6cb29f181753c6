#include "source/series_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace centinela::source {
namespace {

using testing::HasSubstr;

std::string refusal(std::string_view text) {
  const auto table = parse_series_table(text);
  return table ? "accepted" : table.error().detail;
}

TEST(SeriesTable, reads_interleaved_series_whatever_else_stands_there) {
  const auto table = parse_series_table(
      "label,value,timestamp,series\r\n"
      "x,1,2026-01-05 00:00:00,a\r\n"
      ",2.5,2026-01-05T01:00:00+01:00,\"b,c\"\r\n"
      "x,,1767571200000,a\r\n");
  ASSERT_TRUE(table) << table.error().detail;
  EXPECT_EQ(table->names, (std::vector<std::string>{"a", "b,c"}));
  ASSERT_EQ(table->rows.size(), 3U);
  EXPECT_EQ(table->rows[1].series, 1U);
  EXPECT_EQ(table->rows[2].series, 0U);
  EXPECT_EQ(table->rows[1].value, 2.5);
  EXPECT_TRUE(std::isnan(table->rows[2].value));
  EXPECT_EQ(table->rows[1].timestamp, "2026-01-05T01:00:00+01:00");
  for (const SeriesRow& row : table->rows) {
    EXPECT_EQ(row.time, EventTime{1'767'571'200'000}) << "the same instant, three ways to say it";
  }
}

TEST(SeriesTable, says_where_it_stopped_and_never_what_stands_there) {
  EXPECT_THAT(refusal(""), HasSubstr("line 1: expected a header"));
  EXPECT_THAT(refusal("series,value\n"), HasSubstr("expected a column timestamp"));
  const std::string header = "series,timestamp,value\n";
  EXPECT_THAT(refusal(header + "a,2026-01-05 00:00:00,1\na,secret,1\n"),
              AllOf(HasSubstr("line 3, column 2: expected a timestamp"),
                    testing::Not(HasSubstr("secret"))));
  EXPECT_THAT(refusal(header + "a,1,secret\n"),
              AllOf(HasSubstr("line 2, column 3: expected a finite number"),
                    testing::Not(HasSubstr("secret"))));
  EXPECT_THAT(refusal(header + "a,1\n"), HasSubstr("line 2: expected 3 cells"));
  EXPECT_THAT(refusal(header + "a,1,2,3\n"), HasSubstr("line 2: expected 3 cells"));
}

TEST(SeriesTable, is_bounded_in_the_number_of_series) {
  std::string text = "series,timestamp,value\n";
  for (std::size_t i = 0; i <= series_max; ++i) {
    text += std::to_string(i) + ",1,1\n";
  }
  EXPECT_THAT(refusal(text), HasSubstr("at most 10000 series"));
}

}  // namespace
}  // namespace centinela::source
