#include "source/row_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>

namespace centinela::source {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::chrono::milliseconds timeout{1000};

// What comes out of a pipe that holds `text`, in batches of two.
Result<std::vector<std::string>> rows_of(std::string_view text) {
  std::array<int, 2> ends{};
  EXPECT_EQ(::pipe(ends.data()), 0);
  EXPECT_EQ(::write(ends[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
  ::close(ends[1]);
  RowSource source(InputFile::adopt(ends[0], "table"), {.batch_records_max = 2});
  std::vector<std::string> rows;
  for (bool is_end = false; !is_end;) {
    CENTINELA_TRY(const RecordBatch batch, source.poll(timeout));
    is_end = batch.is_end;
    for (const SourceRecord& record : batch.records) {
      EXPECT_EQ(record.position.offset.value(), static_cast<std::int64_t>(rows.size()));
      rows.emplace_back(record.view.value);
    }
  }
  return rows;
}

TEST(RowSource, makes_an_object_of_each_row_and_leaves_empty_cells_out) {
  EXPECT_THAT(rows_of("time,actor,action\n1,a,\n\n2,,Get\n").value(),
              ElementsAre(R"({"id":"0","time":"1","actor":"a"})",
                          R"({"id":"1","time":"2","action":"Get"})"));
}

TEST(RowSource, keeps_the_tables_own_ids) {
  EXPECT_THAT(rows_of("event_id,time,actor,action\r\nx,1,a,Get\r\n").value(),
              ElementsAre(R"({"id":"x","time":"1","actor":"a","action":"Get"})"));
}

TEST(RowSource, reads_quotes_commas_and_line_ends_within_quotes) {
  EXPECT_THAT(rows_of("time,actor,action\n1,\"a,\"\"b\"\"\\\",\"x\ny\"\n").value(),
              ElementsAre(R"({"id":"0","time":"1","actor":"a,\"b\"\\","action":"x\u000ay"})"));
}

TEST(RowSource, passes_rows_with_too_few_or_too_many_cells_on_as_they_are) {
  EXPECT_THAT(rows_of("time,actor,action\n1,a\n1,a,b,c\n1,\"a\"b,c\n1,\"a").value(),
              ElementsAre("1,a", "1,a,b,c", "1,\"a\"b,c", "1,\"a"));
}

TEST(RowSource, passes_json_lines_through) {
  EXPECT_THAT(rows_of("{\"a\":1}\n{\"a\":2}\n{}\n").value(),
              ElementsAre("{\"a\":1}", "{\"a\":2}", "{}"));
  EXPECT_THAT(rows_of("").value(), IsEmpty());
}

TEST(RowSource, names_the_column_that_a_header_lacks) {
  EXPECT_THAT(rows_of("time,actor\n").error().detail, HasSubstr("\"action\""));
  EXPECT_THAT(rows_of("time,time,actor,action\n").error().detail, HasSubstr("\"time\""));
}

}  // namespace
}  // namespace centinela::source
