#include "source/line_source.h"

#include "centinela/base/rng.h"

#include "source/packed_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace centinela::source {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
constexpr std::chrono::milliseconds at_once{0};

struct Lines {
  std::vector<std::string> values;
  std::vector<std::int64_t> offsets;
  std::vector<bool> truncated;
  std::optional<Error> error;
};

Lines read_lines(LineSource& source) {
  Lines lines;
  while (true) {
    const auto batch = source.poll(at_once);
    if (!batch) {
      lines.error = batch.error();
      return lines;
    }
    for (const SourceRecord& record : batch->records) {
      lines.values.emplace_back(record.view.value);
      lines.offsets.push_back(record.position.offset.value());
      lines.truncated.push_back(record.is_truncated);
    }
    if (batch->is_end) {
      return lines;
    }
  }
}

Lines read_text(std::string_view bytes, std::size_t batch_records_max = 1024) {
  const TemporaryFile file(bytes);
  LineSource source(*InputFile::open(file.path()), {.batch_records_max = batch_records_max});
  return read_lines(source);
}

// Of a file that is whole.
Lines read_whole(std::string_view bytes, std::size_t batch_records_max = 1024) {
  Lines lines = read_text(bytes, batch_records_max);
  EXPECT_FALSE(lines.error) << lines.error->detail;
  return lines;
}

TEST(LineSource, numbers_records_from_zero_and_does_not_count_blank_lines) {
  const Lines lines = read_whole("{\"a\":1}\n\n  \t\n\r\n{\"a\":2}\n{\"a\":3}");
  EXPECT_THAT(lines.values, ElementsAre("{\"a\":1}", "{\"a\":2}", "{\"a\":3}"));
  EXPECT_THAT(lines.offsets, ElementsAre(0, 1, 2));
}

TEST(LineSource, tolerates_carriage_returns_and_a_byte_order_mark) {
  EXPECT_THAT(read_whole("\xEF\xBB\xBF{}\r\n[]\r\n").values, ElementsAre("{}", "[]"));
  EXPECT_THAT(read_whole("\xEF\xBB\xBF").values, IsEmpty());
  EXPECT_THAT(read_whole("{}\n\xEF\xBB\xBF{}\n").values, ElementsAre("{}", "\xEF\xBB\xBF{}"));
}

TEST(LineSource, keeps_what_only_a_decoder_can_judge) {
  const std::string with_zero("a\0b\n", 4);
  EXPECT_THAT(read_whole(with_zero).values, ElementsAre(std::string("a\0b", 3)));
  EXPECT_THAT(read_whole("\x1B[31m\n").values, ElementsAre("\x1B[31m"));
}

TEST(LineSource, gives_the_same_records_whatever_the_batch_and_the_packing) {
  Rng rng(11);
  std::string text;
  std::vector<std::string> expected;
  for (int i = 0; i < 5000; ++i) {
    std::string& line = expected.emplace_back(rng.below(700), 'x');
    line += std::to_string(i);
    text += line + (i % 3 == 0 ? "\r\n" : "\n");
  }
  for (const std::string& bytes : {text, gzip(text), zstd(text)}) {
    for (const std::size_t batch : {1UL, 7UL, 1024UL}) {
      EXPECT_EQ(read_whole(bytes, batch).values, expected);
    }
  }
}

TEST(LineSource, never_gives_more_records_than_a_batch_may_hold) {
  const TemporaryFile file("1\n2\n3\n");
  LineSource source(*InputFile::open(file.path()), {.batch_records_max = 2});
  EXPECT_THAT(source.poll(at_once)->records, SizeIs(2));
  EXPECT_THAT(source.poll(at_once)->records, SizeIs(1));
}

TEST(LineSource, takes_a_line_of_exactly_the_largest_size_whole) {
  const std::string largest(codec::record_bytes_max, 'x');
  for (const char* line_end : {"\n", "\r\n", ""}) {
    const Lines lines = read_whole(largest + line_end);
    ASSERT_THAT(lines.values, SizeIs(1));
    EXPECT_EQ(lines.values[0].size(), codec::record_bytes_max);
    EXPECT_FALSE(lines.truncated[0]);
  }
}

TEST(LineSource, delivers_a_line_that_is_too_long_once_truncated_and_skips_its_rest) {
  for (const std::size_t excess : {1UL, 2UL, 100000UL, 5000000UL}) {
    std::string text = "before\n";
    text.append(codec::record_bytes_max + excess, 'x');
    text += "\nafter\n";
    const Lines lines = read_whole(text);
    ASSERT_THAT(lines.values, SizeIs(3)) << excess;
    EXPECT_EQ(lines.values[1].size(), codec::record_bytes_max + 1);
    EXPECT_THAT(lines.truncated, ElementsAre(false, true, false));
    EXPECT_EQ(lines.values[2], "after");
    EXPECT_THAT(lines.offsets, ElementsAre(0, 1, 2));
  }
}

TEST(LineSource, counts_a_line_that_is_too_long_once_also_at_the_end_of_the_file) {
  EXPECT_THAT(read_whole(std::string(3 * codec::record_bytes_max, ' ')).values, SizeIs(1));
  EXPECT_THAT(read_whole(std::string(codec::record_bytes_max + 2, 'x')).values, SizeIs(1));
}

TEST(LineSource, delivers_the_whole_lines_before_the_error_of_a_cut_file) {
  Rng rng(12);
  std::string text;
  for (int i = 0; i < 20000; ++i) {
    text += std::to_string(rng.next()) + "\n";
  }
  const std::string packed = gzip(text);
  const Lines lines = read_text(packed.substr(0, packed.size() / 2));
  ASSERT_TRUE(lines.error);
  EXPECT_EQ(lines.error->code, Errc::bad_data);
  std::string delivered;
  for (const std::string& line : lines.values) {
    delivered += line + "\n";
  }
  EXPECT_GT(lines.values.size(), 1000U);
  EXPECT_TRUE(text.starts_with(delivered)) << "an unfinished line is not a record";
}

TEST(LineSource, delivers_a_line_of_a_pipe_before_the_pipe_is_closed) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  LineSource source(InputFile::adopt(ends[0], "pipe"));
  EXPECT_THAT(source.poll(at_once)->records, IsEmpty());
  ASSERT_EQ(::write(ends[1], "{}\n{\"ha", 7), 7);
  EXPECT_THAT(source.poll(at_once)->records, SizeIs(1));
  const auto half = source.poll(at_once);
  EXPECT_THAT(half->records, IsEmpty());
  EXPECT_FALSE(half->is_end);
  ASSERT_EQ(::write(ends[1], "lf\":1}", 6), 6);
  ::close(ends[1]);
  EXPECT_THAT(read_lines(source).values, ElementsAre("{\"half\":1}"));
}

TEST(LineSource, stays_at_the_end_once_it_is_there) {
  const TemporaryFile file("1\n");
  LineSource source(*InputFile::open(file.path()));
  EXPECT_THAT(read_lines(source).values, SizeIs(1));
  const auto again = source.poll(at_once);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->is_end);
  EXPECT_THAT(again->records, IsEmpty());
  EXPECT_TRUE(source.acknowledge({}));
}

}  // namespace
}  // namespace centinela::source
