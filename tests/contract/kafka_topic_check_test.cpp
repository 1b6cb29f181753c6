#include "contract/kafka_fixture.h"
#include "kafka/topic_admin.h"
#include "kafka/topic_check.h"

#include <gmock/gmock.h>
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

namespace centinela::kafka {
namespace {

using ::testing::HasSubstr;

class KafkaTopicCheck : public KafkaTest {
 protected:
  [[nodiscard]] ClientSettings client() const { return producer_settings().client; }
};

TEST_F(KafkaTopicCheck, counts_the_partitions_of_topics_that_are_there) {
  create_events(3, 0);
  ASSERT_TRUE(broker_.create_topic("centinela.alerts", 1));
  const std::vector<TopicNeed> needs{{"events", "kafka.topics"},
                                     {"centinela.alerts", "alerting.topic"}};
  const auto found = check_topics(client(), needs, patience);
  ASSERT_TRUE(found) << found.error().detail;
  EXPECT_EQ(*found, (std::vector<TopicFound>{{"events", 3, 1}, {"centinela.alerts", 1, 1}}));
}

TEST_F(KafkaTopicCheck, names_every_missing_topic_and_the_command_that_creates_them) {
  create_events(1, 0);
  rd_kafka_mock_topic_set_error(
      broker_.cluster(), "data-access.DLT", RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART);
  rd_kafka_mock_topic_set_error(
      broker_.cluster(), "centinela.alerts", RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART);
  const std::vector<TopicNeed> needs{{"events", "kafka.topics"},
                                     {"centinela.alerts", "alerting.topic"},
                                     {"data-access.DLT", "kafka.dead_letters"}};
  const auto found = check_topics(client(), needs, patience);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, Errc::unavailable);
  EXPECT_EQ(found.error().detail,
            "topic centinela.alerts (alerting.topic) does not exist; "
            "topic data-access.DLT (kafka.dead_letters) does not exist; make what is "
            "missing: centinela topics apply --config FILE (centinela topics plan --config FILE "
            "shows it first)");
}

TEST_F(KafkaTopicCheck, says_that_it_is_not_allowed_to_see_a_topic) {
  create_events(1, 0);
  rd_kafka_mock_topic_set_error(
      broker_.cluster(), "events", RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED);
  const std::vector<TopicNeed> needs{{"events", "kafka.topics"}};
  const auto found = check_topics(client(), needs, patience);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, Errc::config);
  EXPECT_THAT(found.error().detail, HasSubstr("topic events (kafka.topics)"));
}

TEST_F(KafkaTopicCheck, says_in_time_that_no_broker_answers_and_why) {
  ClientSettings nowhere;
  nowhere.bootstrap_servers = "127.0.0.1:1";
  const std::vector<TopicNeed> needs{{"events", "kafka.topics"}};
  const auto before = std::chrono::steady_clock::now();
  const auto found = check_topics(nowhere, needs, milliseconds{500});
  EXPECT_LT(std::chrono::steady_clock::now() - before, milliseconds{5000});
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, Errc::unavailable);
  EXPECT_THAT(found.error().detail,
              HasSubstr("no broker of kafka.bootstrap_servers '127.0.0.1:1' answered"));
  EXPECT_THAT(found.error().detail, HasSubstr("Connection refused"));
}

// `centinela topics plan` asks this way.
TEST_F(KafkaTopicCheck, the_description_of_topics_too_says_that_no_broker_answers_and_why) {
  ClientSettings nowhere;
  nowhere.bootstrap_servers = "127.0.0.1:1";
  const std::vector<std::string> names{"events"};
  int brokers = 0;
  const auto found = describe_topics(nowhere, names, milliseconds{500}, brokers);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, Errc::unavailable);
  EXPECT_THAT(found.error().detail,
              HasSubstr("no broker of kafka.bootstrap_servers '127.0.0.1:1' answered"));
  EXPECT_THAT(found.error().detail, HasSubstr("Connection refused"));
}

}  // namespace
}  // namespace centinela::kafka
