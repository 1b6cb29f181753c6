#include "sink/alertmanager/silence_watch.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace centinela::sink {
namespace {

constexpr std::string_view silences =
    R"([{"id":"s","status":{"state":"active"},"comment":"centinela:ack","createdBy":"ana",
         "startsAt":"2026-11-21T10:00:00Z","endsAt":"2026-11-21T12:00:00Z"}])";

std::string alerts_of(const std::vector<std::string_view>& episodes) {
  std::vector<std::string> alerts;
  for (const std::string_view episode : episodes) {
    alerts.push_back(
        fmt::format(R"({{"labels":{{"episode":"{}"}},"status":{{"silencedBy":["s"]}}}})", episode));
  }
  return fmt::format("[{}]", fmt::join(alerts, ","));
}

TEST(SilenceWatch, tells_a_silence_once) {
  SilenceWatch watch;
  const std::string alerts = alerts_of({"a"});
  EXPECT_EQ(watch.news(silences, alerts)->size(), 1U);
  EXPECT_TRUE(watch.news(silences, alerts)->empty());
}

TEST(SilenceWatch, tells_only_the_episodes_that_are_new) {
  SilenceWatch watch;
  ASSERT_TRUE(watch.news(silences, alerts_of({"a"})));
  const auto news = watch.news(silences, alerts_of({"a", "b"}));
  ASSERT_EQ(news->size(), 1U);
  EXPECT_EQ(news->front().episodes, std::vector<std::string>{"b"});
}

TEST(SilenceWatch, forgets_a_silence_that_is_gone) {
  SilenceWatch watch;
  const std::string alerts = alerts_of({"a"});
  ASSERT_TRUE(watch.news(silences, alerts));
  ASSERT_TRUE(watch.news("[]", "[]"));
  EXPECT_EQ(watch.news(silences, alerts)->size(), 1U);
}

TEST(SilenceWatch, keeps_its_memory_when_an_answer_does_not_parse) {
  SilenceWatch watch;
  const std::string alerts = alerts_of({"a"});
  ASSERT_TRUE(watch.news(silences, alerts));
  EXPECT_FALSE(watch.news("<html>", alerts));
  EXPECT_TRUE(watch.news(silences, alerts)->empty());
}

}  // namespace
}  // namespace centinela::sink
