#include "source/whole_file.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <string>

namespace centinela::source {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

std::string gzip(const std::string& text) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string packed(text.size() + 1000, '\0');
  std::string copy = text;
  stream.next_in = reinterpret_cast<Bytef*>(copy.data());
  stream.avail_in = static_cast<uInt>(copy.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

std::string zstd(const std::string& text) {
  std::string packed(ZSTD_compressBound(text.size()), '\0');
  packed.resize(ZSTD_compress(packed.data(), packed.size(), text.data(), text.size(), 3));
  return packed;
}

// Longer than the chunks that the unpackers work in.
std::string long_text() {
  std::string text;
  for (int i = 0; i < 100000; ++i) {
    text += std::to_string(i) + "\n";
  }
  return text;
}

TEST(Unpack, leaves_plain_bytes_alone) {
  EXPECT_EQ(unpack("a,b\n", 100).value(), "a,b\n");
  EXPECT_EQ(unpack("", 100).value(), "");
}

TEST(Unpack, knows_gzip_and_zstd_by_their_first_bytes) {
  const std::string text = long_text();
  EXPECT_EQ(unpack(gzip(text), 1U << 20U).value(), text);
  EXPECT_EQ(unpack(zstd(text), 1U << 20U).value(), text);
}

TEST(Unpack, joins_several_members_and_frames) {
  EXPECT_EQ(unpack(gzip("one") + gzip("two"), 100).value(), "onetwo");
  EXPECT_EQ(unpack(zstd("one") + zstd("two"), 100).value(), "onetwo");
  EXPECT_EQ(unpack(gzip("") + gzip("x"), 100).value(), "x");
}

TEST(Unpack, refuses_data_cut_short_anywhere) {
  for (const std::string& packed : {gzip("some text to pack"), zstd("some text to pack")}) {
    for (std::size_t size = 4; size < packed.size(); ++size) {
      EXPECT_EQ(unpack(packed.substr(0, size), 100).error().code, Errc::bad_data) << size;
    }
  }
}

TEST(Unpack, refuses_damaged_data) {
  std::string packed = gzip(long_text());
  packed[packed.size() / 2] = static_cast<char>(packed[packed.size() / 2] ^ 0x55);
  EXPECT_THAT(unpack(packed, 1U << 20U).error().detail, HasSubstr("damaged"));
  EXPECT_THAT(unpack(gzip("x") + "trailing", 100).error().detail, HasSubstr("damaged"));
}

TEST(Unpack, stops_at_its_limit_before_a_bomb_fills_the_memory) {
  const std::string zeros(10U << 20U, '\0');
  EXPECT_THAT(unpack(gzip(zeros), 1000).error().detail, HasSubstr("more than 1000 bytes"));
  EXPECT_THAT(unpack(zstd(zeros), 1000).error().detail, HasSubstr("more than 1000 bytes"));
}

TEST(WholeFile, is_read_back_as_written) {
  const fs::path path = fs::path(testing::TempDir()) / "whole_file_test.bin";
  ASSERT_TRUE(write_whole_file(path, "first").has_value());
  ASSERT_TRUE(write_whole_file(path, std::string_view("sec\0nd", 6)).has_value());
  EXPECT_EQ(read_whole_file(path).value(), std::string("sec\0nd", 6));
  EXPECT_EQ(read_whole_file(path, 5).error().code, Errc::bad_data);
  EXPECT_FALSE(fs::exists(path.string() + ".new"));
  fs::remove(path);
}

TEST(WholeFile, writes_to_a_pipe_or_device_without_taking_its_place) {
  const auto path = fs::path(testing::TempDir()) / "whole_file_pipe";
  fs::remove(path);
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  const int pipe = ::open(path.c_str(), O_RDWR | O_CLOEXEC);  // so that nobody waits for the other
  EXPECT_TRUE(write_whole_file(path, "scores").has_value());
  EXPECT_TRUE(fs::is_fifo(path));
  ::close(pipe);
}

TEST(WholeFile, says_which_file_and_why) {
  const auto missing = read_whole_file("/nonexistent/table.csv");
  EXPECT_EQ(missing.error().code, Errc::io);
  EXPECT_THAT(missing.error().detail,
              testing::AllOf(HasSubstr("/nonexistent/table.csv"), HasSubstr("No such file")));
  EXPECT_THAT(read_whole_file("/").error().detail, HasSubstr("found a directory"));
  EXPECT_EQ(write_whole_file("/nonexistent/model", "x").error().code, Errc::io);
}

}  // namespace
}  // namespace centinela::source
