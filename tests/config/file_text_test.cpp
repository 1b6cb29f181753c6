#include "config/file_text.h"

#include "config/config_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>

namespace centinela::config {
namespace {

using ::testing::HasSubstr;

std::string error_of_file(const std::filesystem::path& path) {
  const auto text = read_text(path);
  return text ? "no error" : text.error().detail;
}

TEST(ReadText, gives_a_file_whole) {
  const ScratchDirectory scratch;
  const std::string long_text(10'000, 'x');
  EXPECT_EQ(*read_text(scratch.write("a", long_text)), long_text);
  EXPECT_EQ(*read_text(scratch.write("b", "")), "");
}

TEST(ReadText, does_not_wait_for_a_pipe_that_nobody_writes) {
  const ScratchDirectory scratch;
  const std::filesystem::path pipe = scratch.path() / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  EXPECT_EQ(error_of_file(pipe), "expected a file, found a pipe");
}

TEST(ReadText, names_what_is_no_file) {
  const ScratchDirectory scratch;
  EXPECT_EQ(error_of_file(scratch.path()), "expected a file, found a directory");
  EXPECT_EQ(error_of_file("/dev/zero"), "expected a file, found a device or socket");
  EXPECT_EQ(error_of_file(scratch.path() / "none"),
            "expected a readable file, found none (No such file or directory)");
}

TEST(ReadText, reads_the_pipe_of_a_process_substitution) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::pipe(ends.data()), 0);
  ASSERT_EQ(::write(ends[1], "abc", 3), 3);
  ::close(ends[1]);
  const auto text = read_text("/dev/fd/" + std::to_string(ends[0]));
  ::close(ends[0]);
  ASSERT_TRUE(text) << text.error().detail;
  EXPECT_EQ(*text, "abc");
}

TEST(ReadText, gives_up_on_what_is_far_too_large) {
  const ScratchDirectory scratch;
  const std::filesystem::path file = scratch.write("large", "");
  std::filesystem::resize_file(file, file_bytes_max + 1);
  EXPECT_THAT(error_of_file(file), HasSubstr("at most 4194304 bytes"));
}

TEST(Load, says_what_stands_where_the_configuration_should) {
  const ScratchDirectory scratch;
  LoadOptions options;
  options.file = scratch.path();
  const auto loaded = load(options);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().code, Errc::io);
  EXPECT_EQ(loaded.error().detail,
            scratch.path().string() +
                ": the configuration cannot be read: expected a file, found a directory; check "
                "the path and its access rights");
}

}  // namespace
}  // namespace centinela::config
