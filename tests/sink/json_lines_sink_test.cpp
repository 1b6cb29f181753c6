#include "sink/json_lines_sink.h"

#include "sink/sample_alert.h"
#include "support/golden_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <csignal>

namespace centinela::sink {
namespace {

std::string encode(const Alert& alert) {
  return "{\"tenant\":\"" + alert.tenant + "\"}";
}

class JsonLinesSinkTest : public ::testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove(file_); }

  std::unique_ptr<JsonLinesSink> open() {
    auto sink = JsonLinesSink::open(file_, encode);
    EXPECT_TRUE(sink) << sink.error().detail;
    return std::move(*sink);
  }
  [[nodiscard]] std::string content() const { return testing_support::read_whole(file_.string()); }

  std::filesystem::path file_ = std::filesystem::temp_directory_path() /
                                ("centinela-alerts-" + std::to_string(::getpid()) + ".jsonl");
};

std::array<Alert, 2> two_alerts() {
  std::array<Alert, 2> alerts = {sample_alert(), sample_alert()};
  alerts[1].tenant = "globex";
  return alerts;
}

TEST_F(JsonLinesSinkTest, writes_one_line_an_alert) {
  const auto sink = open();
  EXPECT_TRUE(sink->send(two_alerts()));
  EXPECT_TRUE(sink->flush());
  EXPECT_EQ(content(), "{\"tenant\":\"acme\"}\n{\"tenant\":\"globex\"}\n");
}

TEST_F(JsonLinesSinkTest, appends_to_what_is_there) {
  EXPECT_TRUE(open()->send(two_alerts()));
  EXPECT_TRUE(open()->send(two_alerts()));
  EXPECT_EQ(content().size(),
            2 * std::string("{\"tenant\":\"acme\"}\n{\"tenant\":\"globex\"}\n").size());
}

TEST_F(JsonLinesSinkTest, keeps_alerts_from_others_on_the_machine) {
  const auto sink = open();
  struct stat info {};
  ASSERT_EQ(::stat(file_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0007, 0U);
}

TEST_F(JsonLinesSinkTest, writes_nothing_for_no_alerts) {
  const auto sink = open();
  EXPECT_TRUE(sink->send({}));
  EXPECT_EQ(content(), "");
}

TEST_F(JsonLinesSinkTest, reports_a_full_disk) {
  auto sink = JsonLinesSink::open("/dev/full", encode);
  ASSERT_TRUE(sink);
  const Result<void> sent = (*sink)->send(two_alerts());
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code, Errc::io);
  EXPECT_THAT(sent.error().detail,
              ::testing::HasSubstr("/dev/full: alerts could not be written: No space left"));
}

TEST_F(JsonLinesSinkTest, ends_a_torn_line_before_the_next_one) {
  const auto sink = open();
  // A limit on the size of files stands in for a disk that fills in the middle of a line.
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit tight{.rlim_cur = 25, .rlim_max = before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &tight), 0);
  const Result<void> sent = sink->send(two_alerts());
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, handler);
  ASSERT_FALSE(sent);
  EXPECT_TRUE(sink->send(two_alerts()));
  EXPECT_EQ(content(),
            "{\"tenant\":\"acme\"}\n{\"tenan\n{\"tenant\":\"acme\"}\n{\"tenant\":\"globex\"}\n");
}

TEST_F(JsonLinesSinkTest, reports_a_file_that_cannot_be_opened) {
  const auto sink = JsonLinesSink::open("/nonexistent/alerts.jsonl", encode);
  ASSERT_FALSE(sink);
  EXPECT_EQ(sink.error().code, Errc::io);
  EXPECT_THAT(sink.error().detail, ::testing::HasSubstr("/nonexistent/alerts.jsonl"));
}

}  // namespace
}  // namespace centinela::sink
