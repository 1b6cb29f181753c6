#include "source/input_file.h"

#include "source/packed_text.h"
#include "source/unpacker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <optional>
#include <string>

namespace centinela::source {
namespace {

using testing::HasSubstr;

struct Content {
  std::string text;
  std::optional<Error> error;
};

Content read_all(InputFile& input, std::size_t piece = 777) {
  Content content;
  std::string buffer(piece, '\0');
  while (true) {
    const auto got = input.read(buffer);
    if (!got) {
      content.error = got.error();
      return content;
    }
    if (*got == 0) {
      return content;
    }
    content.text.append(buffer, 0, *got);
  }
}

Content read_file(std::string_view bytes) {
  const TemporaryFile file(bytes);
  auto input = InputFile::open(file.path());
  EXPECT_TRUE(input);
  return read_all(*input);
}

// Of a file that is whole.
std::string text_of(std::string_view bytes) {
  const Content content = read_file(bytes);
  EXPECT_FALSE(content.error) << content.error->detail;
  return content.text;
}

std::string long_text() {
  std::string text;
  for (int i = 0; i < 100000; ++i) {
    text += "line " + std::to_string(i * 7919 % 100003) + "\n";
  }
  return text;
}

TEST(InputFile, gives_back_what_was_packed_however_it_was_packed) {
  const std::string text = long_text();
  EXPECT_EQ(text_of(text), text);
  EXPECT_EQ(text_of(gzip(text)), text);
  EXPECT_EQ(text_of(zstd(text)), text);
}

TEST(InputFile, reads_several_members_and_frames_as_one_text) {
  EXPECT_EQ(text_of(gzip("one ") + gzip("") + gzip("two")), "one two");
  EXPECT_EQ(text_of(zstd("one ") + zstd("") + zstd("two")), "one two");
}

// Sizes at which a frame ends exactly where a piece does, and around.
TEST(InputFile, ends_without_an_error_whatever_the_size) {
  const std::string text = long_text();
  for (const std::size_t size : {1UL, 776UL, 777UL, 778UL, 1554UL, 131072UL, 262144UL, 777777UL}) {
    const std::string part = text.substr(0, size);
    EXPECT_EQ(text_of(gzip(part)), part);
    EXPECT_EQ(text_of(zstd(part)), part);
    EXPECT_EQ(text_of(zstd(part) + zstd(part)), part + part);
  }
}

TEST(InputFile, ignores_the_zeros_that_pad_a_gzip_file) {
  const Content content = read_file(gzip("text") + std::string(1000, '\0'));
  EXPECT_EQ(content.text, "text");
  EXPECT_FALSE(content.error);
}

TEST(InputFile, is_empty_for_an_empty_file) {
  const Content content = read_file("");
  EXPECT_EQ(content.text, "");
  EXPECT_FALSE(content.error);
}

TEST(InputFile, takes_a_file_shorter_than_a_magic_number_as_plain) {
  EXPECT_EQ(text_of("{}"), "{}");
  EXPECT_EQ(text_of("\x1F"), "\x1F");
}

// For every place where the file may be cut: what is delivered is a prefix, and it is an error.
TEST(InputFile, delivers_what_was_whole_before_it_says_that_the_file_is_cut) {
  const std::string text = "the quick brown fox jumps over the lazy dog\n";
  for (const std::string& packed : {gzip(text), zstd(text)}) {
    for (std::size_t size = packing_magic_bytes; size < packed.size(); ++size) {
      const Content content = read_file(packed.substr(0, size));
      EXPECT_TRUE(text.starts_with(content.text)) << size;
      ASSERT_TRUE(content.error) << size;
      EXPECT_EQ(content.error->code, Errc::bad_data);
    }
  }
}

TEST(InputFile, says_what_is_damaged_and_how_to_find_out_more) {
  std::string packed = gzip(long_text());
  packed[packed.size() / 2] = static_cast<char>(packed[packed.size() / 2] ^ 0x55);
  const Content content = read_file(packed);
  ASSERT_TRUE(content.error);
  EXPECT_EQ(content.error->code, Errc::bad_data);
  EXPECT_THAT(content.error->detail, HasSubstr("gzip -t"));
}

TEST(InputFile, refuses_garbage_behind_a_gzip_member) {
  const Content content = read_file(gzip("text") + "garbage");
  EXPECT_EQ(content.text, "text");
  ASSERT_TRUE(content.error);
}

TEST(InputFile, keeps_saying_the_same_after_an_error) {
  const TemporaryFile file(gzip("text").substr(0, 15));
  auto input = InputFile::open(file.path());
  const auto first = read_all(*input).error;
  const auto second = read_all(*input).error;
  ASSERT_TRUE(first);
  EXPECT_EQ(first, second);
}

TEST(InputFile, says_which_file_could_not_be_opened_and_why) {
  const auto input = InputFile::open("/nonexistent/events.jsonl");
  ASSERT_FALSE(input);
  EXPECT_EQ(input.error().code, Errc::io);
  EXPECT_THAT(input.error().detail, HasSubstr("/nonexistent/events.jsonl"));
  EXPECT_THAT(input.error().detail, HasSubstr("No such file"));
}

TEST(InputFile, does_not_open_a_directory) {
  const auto input = InputFile::open("/");
  ASSERT_FALSE(input);
  EXPECT_EQ(input.error().code, Errc::io);
  EXPECT_EQ(input.error().detail, "/: expected a file, found a directory");
}

TEST(InputFile, does_not_wait_for_a_pipe_longer_than_it_is_told) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  auto input = InputFile::adopt(ends[0], "pipe");
  EXPECT_FALSE(input.wait(std::chrono::milliseconds{0}));
  ASSERT_EQ(::write(ends[1], "abc", 3), 3);
  EXPECT_TRUE(input.wait(std::chrono::milliseconds{0}));
  ::close(ends[1]);
  EXPECT_EQ(read_all(input).text, "abc");
}

}  // namespace
}  // namespace centinela::source
