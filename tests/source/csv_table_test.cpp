#include "source/csv_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace centinela::source {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string error_of(std::string_view text) {
  const auto table = parse_csv_table(text);
  EXPECT_FALSE(table.has_value());
  return table.has_value() ? "" : table.error().detail;
}

TEST(CsvTable, reads_a_header_and_rows_of_numbers) {
  const auto table = parse_csv_table("a,b\n1,2.5\n-3e2,+4\n");
  ASSERT_TRUE(table.has_value()) << table.error().detail;
  EXPECT_THAT(table->names, ElementsAre("a", "b"));
  EXPECT_THAT(table->values, ElementsAre(1, 2.5, -300, 4));
  EXPECT_EQ(table->n_rows(), 2U);
  EXPECT_EQ(table->column("b"), 1U);
  EXPECT_EQ(table->column("c"), std::nullopt);
}

TEST(CsvTable, bears_the_habits_of_spreadsheets) {
  const auto table = parse_csv_table("\xEF\xBB\xBF\"a, \"\"x\"\"\", b \r\n \"1\",2\r\n");
  EXPECT_FALSE(table.has_value()) << "a quote after a space is no quote";
  const auto quoted = parse_csv_table("\xEF\xBB\xBF\"a, \"\"x\"\"\", b \r\n\"1\", 2 \r\n\r\n\r\n");
  ASSERT_TRUE(quoted.has_value()) << quoted.error().detail;
  EXPECT_THAT(quoted->names, ElementsAre("a, \"x\"", "b"));
  EXPECT_THAT(quoted->values, ElementsAre(1, 2));
}

TEST(CsvTable, needs_no_line_end_at_the_end) {
  EXPECT_THAT(parse_csv_table("a\n1\n2")->values, ElementsAre(1, 2));
  EXPECT_THAT(parse_csv_table("a,b\n1,")->n_rows(), 1U);
}

TEST(CsvTable, marks_missing_values) {
  const auto table = parse_csv_table("a,b,c,d,e\n,NA,NaN,null,1\n");
  ASSERT_TRUE(table.has_value()) << table.error().detail;
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_TRUE(std::isnan(table->values[i])) << i;
  }
  EXPECT_EQ(table->values[4], 1);
}

TEST(CsvTable, keeps_numbers_to_the_last_bit) {
  const auto table = parse_csv_table("a\n0.1\n1.7976931348623157e308\n4.9e-324\n");
  EXPECT_THAT(table->values, ElementsAre(0.1, 1.7976931348623157e308, 4.9e-324));
}

TEST(CsvTable, may_have_no_rows) {
  const auto table = parse_csv_table("a,b\n");
  ASSERT_TRUE(table.has_value());
  EXPECT_EQ(table->n_rows(), 0U);
}

TEST(CsvTable, says_where_a_number_was_expected) {
  EXPECT_THAT(error_of("a,b\n1,2\n3,secret\n"),
              testing::AllOf(HasSubstr("line 3, column 2: expected a finite number"),
                             testing::Not(HasSubstr("secret"))));
  for (const char* cell :
       {"1e400", "inf", "0x10", "1 2", "--1", "+-1", "1,", "1.2.3", "\xD9\xA1"}) {
    EXPECT_FALSE(parse_csv_table("a\n" + std::string(cell) + "\n").has_value()) << cell;
  }
}

TEST(CsvTable, says_which_line_has_the_wrong_number_of_cells) {
  EXPECT_THAT(error_of("a,b\n1,2\n3\n"),
              HasSubstr("line 3: expected 2 cells as in the header, found 1"));
  EXPECT_THAT(error_of("a,b\n1,2,3\n"),
              HasSubstr("line 2: expected 2 cells as in the header, found 3"));
  EXPECT_THAT(error_of("a,b\n\n1,2\n"), HasSubstr("line 2"));
}

TEST(CsvTable, refuses_headers_that_cannot_name_columns) {
  EXPECT_THAT(error_of(""), HasSubstr("expected a header"));
  EXPECT_THAT(error_of("\n\n"), HasSubstr("expected a header"));
  EXPECT_THAT(error_of("a,,c\n"), HasSubstr("line 1, column 2: expected a column name"));
  EXPECT_THAT(error_of("a,b,a\n"), HasSubstr("line 1, column 3: a column of this name"));
}

TEST(CsvTable, refuses_broken_quotes) {
  EXPECT_THAT(error_of("a\n\"1\n"), HasSubstr("line 2: a quote is not closed"));
  EXPECT_THAT(error_of("a\n\"1\"2\n"),
              HasSubstr("line 2: expected a comma after the closing quote"));
}

TEST(CsvTable, reads_a_gzipped_table_with_its_path_in_errors) {
  const std::string folder = std::string(CENTINELA_SOURCE_DIR) + "/tests/data/";
  const auto table = read_csv_table(folder + "breastw.csv.gz");
  ASSERT_TRUE(table.has_value()) << table.error().detail;
  EXPECT_EQ(table->n_rows(), 683U);
  EXPECT_EQ(table->n_columns(), 10U);
  EXPECT_EQ(table->names.back(), "label");
  const auto wrong = read_csv_table(folder + "README.md");
  ASSERT_FALSE(wrong.has_value());
  EXPECT_THAT(wrong.error().detail, HasSubstr("tests/data/README.md: line"));
}

}  // namespace
}  // namespace centinela::source
