// Records, headers, offsets and topics against a real Kafka broker.
#include "integration/kafka_fixture.h"
#include "kafka/topic_check.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace centinela::kafka {
namespace {

using namespace std::string_literals;

TEST_F(KafkaRoundtrip, carries_headers_nulls_and_timestamps_unchanged) {
  const std::vector<OutgoingHeader> headers{
      {"binary", "\0\1\xff"s}, {"null", std::nullopt}, {"empty", ""}};
  Producer producer = make_producer();
  ASSERT_TRUE(producer.enqueue({.topic = topic_,
                                .partition = 0,
                                .key = {},
                                .value = std::nullopt,
                                .headers = headers,
                                .timestamp_ms = 1'700'000'000'123}));
  ASSERT_TRUE(producer.flush(patience));
  Consumer consumer = make_consumer(consumer_settings());
  const std::vector<PartitionOffset> starts{
      {.topic = topic_, .partition = 0, .offset = 0, .metadata = {}}};
  ASSERT_TRUE(consumer.assign(starts));
  const auto batch = consumer.poll(patience);
  ASSERT_TRUE(batch);
  ASSERT_EQ(batch->size(), 1);
  const KafkaRecord& record = batch->front();
  EXPECT_EQ(record.value, std::nullopt);
  EXPECT_EQ(record.key.data(), nullptr);
  EXPECT_EQ(record.timestamp_ms, 1'700'000'000'123);
  EXPECT_EQ(record.headers.find("binary"), "\0\1\xff"s);
  EXPECT_EQ(record.headers.at(1)->value, std::nullopt);
  EXPECT_EQ(record.headers.at(2)->value, "");
}

TEST_F(KafkaRoundtrip, finds_the_record_from_which_to_warm_up_by_its_time) {
  Producer producer = make_producer();
  enqueue(producer, 0, 100);  // record i of 1.7e12 + i ms stands at offset i / 2
  ASSERT_TRUE(producer.flush(patience));
  const Consumer consumer = make_consumer(consumer_settings());
  const std::vector<TopicPartition> partitions{{topic_, 0}, {topic_, 1}};
  const auto offsets = consumer.offsets_at(partitions, EventTime{1'700'000'000'050});
  ASSERT_TRUE(offsets) << offsets.error().detail;
  EXPECT_EQ((*offsets)[0].offset, 25);
  EXPECT_EQ((*offsets)[1].offset, 25);
  const auto end = consumer.offsets_at(partitions, EventTime{1'800'000'000'000});
  ASSERT_TRUE(end) << end.error().detail;
  EXPECT_EQ((*end)[0].offset, 50);
}

TEST_F(KafkaRoundtrip, reports_the_exact_gap_when_retention_overtook_the_group) {
  Producer producer = make_producer();
  enqueue(producer, 0, 100);
  ASSERT_TRUE(producer.flush(patience));
  Consumer consumer = make_consumer(consumer_settings());
  const std::vector<PartitionOffset> committed{
      {.topic = topic_, .partition = 0, .offset = 10, .metadata = {}}};
  ASSERT_TRUE(consumer.commit(committed, patience));
  service_->run("delete-records", fmt::format("{}:0:30", topic_));
  const std::vector<TopicPartition> partitions{{topic_, 0}};
  const auto positions = consumer.start_positions(partitions);
  ASSERT_TRUE(positions) << positions.error().detail;
  EXPECT_TRUE((*positions)[0].is_committed_lost());
  EXPECT_EQ((*positions)[0].committed, 10);
  EXPECT_EQ((*positions)[0].low, 30);
  EXPECT_EQ((*positions)[0].start, 30);
}

TEST_F(KafkaRoundtrip, moves_a_running_partition_past_what_the_log_deleted) {
  Producer producer = make_producer();
  enqueue(producer, 0, 100);
  ASSERT_TRUE(producer.flush(patience));
  service_->run("delete-records", fmt::format("{}:0:30", topic_));
  std::vector<StartPosition> moves;
  Consumer consumer =
      make_consumer(consumer_settings(),
                    {.assigned = [](std::span<StartPosition> positions) -> Result<void> {
                       for (StartPosition& each : positions) {
                         each.start = 5;  // gone since the owner looked
                       }
                       return {};
                     },
                     .revoked = {},
                     .lost = {},
                     .moved = [&](std::span<StartPosition> targets) -> Result<void> {
                       moves.assign(targets.begin(), targets.end());
                       return {};
                     },
                     .problem = {}});
  ASSERT_TRUE(consumer.subscribe());
  take_until(consumer, 20 + 45);
  ASSERT_EQ(moves.size(), 1);
  EXPECT_EQ(moves[0].committed, 5);
  EXPECT_EQ(moves[0].start, 30);
  EXPECT_EQ(repeats(), 0) << "the other partition goes on where it was";
}

TEST_F(KafkaRoundtrip, does_not_create_the_topic_that_it_asks_for) {
  ClientSettings client;
  client.bootstrap_servers = service_->bootstrap_servers();
  const std::vector<TopicNeed> needs{{topic_, "kafka.topics"},
                                     {"never-created", "kafka.dead_letters"}};
  for (int i = 0; i < 2; ++i) {
    const auto found = check_topics(client, needs, patience);
    ASSERT_FALSE(found) << "asking must not create it";
    EXPECT_THAT(found.error().detail,
                ::testing::HasSubstr("topic never-created (kafka.dead_letters) does not exist"));
  }
  const std::vector<TopicNeed> known{{topic_, "kafka.topics"}};
  EXPECT_EQ(*check_topics(client, known, patience), (std::vector<TopicFound>{{topic_, 2, 1}}));
}

}  // namespace
}  // namespace centinela::kafka
