// The checks that need the network, against a stub Alertmanager and librdkafka's mock cluster.
#include "app/check_steps.h"

#include "app/stub_server.h"
#include "kafka/mock_broker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace centinela::app {
namespace {

using ::testing::HasSubstr;

config::Loaded with(std::vector<std::string> sets) {
  auto loaded =
      config::load_with_origins({.file = std::nullopt, .environment = {}, .sets = std::move(sets)});
  EXPECT_TRUE(loaded) << loaded.error().detail;
  return *std::move(loaded);
}

TEST(CheckAlertmanagers, warns_when_none_is_configured) {
  const auto lines = check_alertmanagers(with({}));
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].finding, Finding::warning);
  EXPECT_THAT(lines[0].text, HasSubstr("alerting.alertmanagers"));
}

TEST(CheckAlertmanagers, asks_each_one_whether_it_is_ready) {
  const StubServer ready(http_reply(200, "OK"));
  const StubServer busy(http_reply(503, "busy"));
  const auto lines = check_alertmanagers(with(
      {"alerting.alertmanagers=http://" + ready.address() + ",http://" + busy.address() + "/"}));
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0].finding, Finding::fine);
  EXPECT_EQ(lines[1].finding, Finding::warning);
  EXPECT_THAT(lines[1].text, HasSubstr("503"));
  EXPECT_THAT(ready.request(), HasSubstr("GET /-/ready "));
}

TEST(CheckAlertmanagers, never_fails_the_check_because_detection_runs_without_them) {
  std::string address;
  {
    const StubServer gone("");
    address = gone.address();
  }
  const auto lines = check_alertmanagers(with({"alerting.alertmanagers=http://" + address}));
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].finding, Finding::warning);
}

TEST(CheckAlertmanagers, sends_the_bearer_token) {
  const StubServer server(http_reply(200, ""));
  (void)check_alertmanagers(with({"alerting.alertmanagers=http://" + server.address(),
                                  "alerting.alertmanager_bearer_token=abc"}));
  EXPECT_THAT(server.request(), HasSubstr("Authorization: Bearer abc"));
}

TEST(CheckTopics, lists_the_topics_with_their_partitions) {
  auto broker = kafka::MockBroker::start(1, {});
  ASSERT_TRUE(broker) << broker.error().detail;
  for (const char* topic : {"data-access", "centinela.alerts", "data-access.DLT"}) {
    ASSERT_TRUE(broker->create_topic(topic, 3));
  }
  const auto lines = check_topics(with({"kafka.bootstrap_servers=" + broker->bootstrap_servers()}));
  ASSERT_EQ(lines.size(), 3U) << lines[0].text;
  for (const CheckLine& line : lines) {
    EXPECT_EQ(line.finding, Finding::fine);
    EXPECT_THAT(line.text, HasSubstr("3 partitions"));
  }
}

TEST(CheckSettings, counts_what_was_given_and_no_sections) {
  const auto lines =
      check_settings(with({"kafka.topics=[a, b]", "log.level=warn", "engine.lateness=5m"}));
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_THAT(lines[0].text, HasSubstr("settings given: 3;"));
  EXPECT_THAT(lines[0].text, HasSubstr("say config sha256:"));
}

TEST(CheckTopics, fails_with_what_the_client_heard_when_no_broker_answers) {
  const auto lines = check_topics(with({"kafka.bootstrap_servers=127.0.0.1:1"}));
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].finding, Finding::failure);
  EXPECT_EQ(lines[0].code, Errc::unavailable);
}

}  // namespace
}  // namespace centinela::app
