// Consumer without group membership: partitions are assigned by hand, which a mock cluster does at
// once (joining a group costs it 3 s).
#include "contract/kafka_fixture.h"

#include <gmock/gmock.h>
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

namespace centinela::kafka {
namespace {

using namespace std::string_literals;

constexpr std::int16_t api_fetch = 1;

PartitionOffset at(std::int64_t offset) {
  return {.topic = "events", .partition = 0, .offset = offset, .metadata = {}};
}

Result<void> assign(Consumer& consumer, std::int64_t offset) {
  const std::vector<PartitionOffset> starts{at(offset)};
  return consumer.assign(starts);
}

class KafkaConsumer : public KafkaTest {};

TEST_F(KafkaConsumer, delivers_all_records_in_order_from_the_assigned_offset) {
  create_events(1, 100);
  Consumer consumer = make_consumer();
  ASSERT_TRUE(assign(consumer, 40));
  const std::vector<Copy> records = read(consumer, 60);
  ASSERT_EQ(records.size(), 60);
  for (std::size_t i = 0; i < records.size(); ++i) {
    EXPECT_EQ(records[i].offset, static_cast<std::int64_t>(40 + i));
    EXPECT_EQ(records[i].value, std::to_string(40 + i));
    EXPECT_EQ(records[i].timestamp_ms, static_cast<std::int64_t>(1'040 + i));
    EXPECT_EQ(records[i].key, "k");
  }
}

TEST_F(KafkaConsumer, never_gives_more_than_the_batch_holds) {
  create_events(1, 100);
  ConsumerSettings settings = consumer_settings();
  settings.batch_records_max = 7;
  Consumer consumer = make_consumer(settings);
  ASSERT_TRUE(assign(consumer, 0));
  std::size_t seen = 0;
  std::size_t largest = 0;
  for (int polls = 0; polls < 200 && seen < 100; ++polls) {
    const auto batch = consumer.poll(milliseconds{100});
    ASSERT_TRUE(batch);
    seen += batch->size();
    largest = std::max(largest, batch->size());
  }
  EXPECT_EQ(seen, 100);
  EXPECT_EQ(largest, 7) << "a poll takes what is already there, not one record";
}

TEST_F(KafkaConsumer, does_not_wait_for_a_full_batch) {
  create_events(1, 3);
  Consumer consumer = make_consumer();
  ASSERT_TRUE(assign(consumer, 0));
  ASSERT_EQ(read(consumer, 3).size(), 3);
  produce({.topic = "events", .partition = 0, .key = "k", .value = "late", .headers = {}});
  const auto before = std::chrono::steady_clock::now();
  const auto batch = consumer.poll(patience);
  ASSERT_TRUE(batch);
  EXPECT_EQ(batch->size(), 1);
  EXPECT_LT(std::chrono::steady_clock::now() - before, patience / 3);
}

TEST_F(KafkaConsumer, tells_a_tombstone_from_an_empty_value_and_no_key_from_an_empty_one) {
  create_events(1, 0);
  produce({.topic = "events", .partition = 0, .key = "", .value = "", .headers = {}});
  produce({.topic = "events", .partition = 0, .key = {}, .value = std::nullopt, .headers = {}});
  Consumer consumer = make_consumer();
  ASSERT_TRUE(assign(consumer, 0));
  const std::vector<Copy> records = read(consumer, 2);
  ASSERT_EQ(records.size(), 2);
  EXPECT_EQ(records[0].value, "");
  EXPECT_EQ(records[0].key, "");
  EXPECT_EQ(records[1].value, std::nullopt);
  EXPECT_EQ(records[1].key, std::nullopt);
}

TEST_F(KafkaConsumer, keeps_headers_in_order_with_zeros_repeats_and_nulls) {
  create_events(1, 0);
  const std::vector<OutgoingHeader> headers{{"ce_type", "access"},
                                            {"binary", "\0\1\0"s},
                                            {"twice", "a"},
                                            {"null", std::nullopt},
                                            {"twice", "b"},
                                            {"", ""}};
  produce({.topic = "events", .partition = 0, .key = "k", .value = "v", .headers = headers});
  Consumer consumer = make_consumer();
  ASSERT_TRUE(assign(consumer, 0));
  std::size_t seen = 0;
  while (seen == 0) {
    const auto batch = consumer.poll(patience);
    ASSERT_TRUE(batch);
    for (const KafkaRecord& record : *batch) {
      ++seen;
      ASSERT_EQ(record.headers.size(), headers.size());
      for (std::size_t i = 0; i < headers.size(); ++i) {
        const Header header = *record.headers.at(i);
        EXPECT_EQ(header.name, headers[i].name);
        EXPECT_EQ(header.value.has_value(), headers[i].value.has_value());
        EXPECT_EQ(header.value.value_or("-"), headers[i].value.value_or("-"));
      }
      EXPECT_EQ(record.headers.find("binary"), "\0\1\0"s);
      EXPECT_EQ(record.headers.find("twice"), "b") << "the last one counts";
      EXPECT_EQ(record.headers.find("null"), std::nullopt);
      EXPECT_EQ(record.headers.find("absent"), std::nullopt);
      EXPECT_EQ(record.headers.at(headers.size()), std::nullopt);
    }
  }
}

TEST_F(KafkaConsumer, delivers_a_record_of_a_mebibyte_whole) {
  create_events(1, 0);
  ProducerSettings settings = producer_settings();
  settings.client.properties = {{"message.max.bytes", "2000000"}};
  Result<Producer> producer = Producer::create(settings);
  ASSERT_TRUE(producer);
  const std::string large(1'048'577, 'x');
  ASSERT_TRUE(producer->enqueue(
      {.topic = "events", .partition = 0, .key = {}, .value = large, .headers = {}}));
  ASSERT_TRUE(producer->flush(patience));
  Consumer consumer = make_consumer();
  ASSERT_TRUE(assign(consumer, 0));
  const std::vector<Copy> records = read(consumer, 1);
  ASSERT_EQ(records.size(), 1);
  EXPECT_EQ(records[0].value, large);
}

TEST_F(KafkaConsumer, numbers_the_topics_as_they_were_configured) {
  create_events(1, 1);
  ASSERT_TRUE(broker_.create_topic("context", 1));
  produce({.topic = "context", .partition = 0, .key = {}, .value = "c", .headers = {}});
  ConsumerSettings settings = consumer_settings();
  settings.topics = {"context", "events"};
  Consumer consumer = make_consumer(settings);
  const std::vector<PartitionOffset> starts{
      at(0), {.topic = "context", .partition = 0, .offset = 0, .metadata = {}}};
  ASSERT_TRUE(consumer.assign(starts));
  std::map<std::string, std::uint16_t> indexes;
  for (int polls = 0; polls < 100 && indexes.size() < 2; ++polls) {
    const auto batch = consumer.poll(milliseconds{100});
    ASSERT_TRUE(batch);
    for (const KafkaRecord& record : *batch) {
      indexes[std::string{record.topic}] = record.topic_index;
    }
  }
  EXPECT_EQ(indexes, (std::map<std::string, std::uint16_t>{{"context", 0}, {"events", 1}}));
}

TEST_F(KafkaConsumer, goes_on_without_loss_when_the_broker_was_away) {
  create_events(1, 10);
  Consumer consumer = make_consumer();
  ASSERT_TRUE(assign(consumer, 0));
  ASSERT_EQ(read(consumer, 10).size(), 10);
  EXPECT_TRUE(consumer.is_connected());
  rd_kafka_mock_broker_set_down(broker_.cluster(), -1);
  for (int polls = 0; polls < 100 && consumer.is_connected(); ++polls) {
    ASSERT_TRUE(consumer.poll(milliseconds{50}));
  }
  EXPECT_FALSE(consumer.is_connected());
  rd_kafka_mock_broker_set_up(broker_.cluster(), -1);
  produce({.topic = "events", .partition = 0, .key = "k", .value = "after", .headers = {}});
  const std::vector<Copy> records = read(consumer, 1);
  ASSERT_EQ(records.size(), 1);
  EXPECT_EQ(records[0].offset, 10);
  EXPECT_TRUE(consumer.is_connected());
}

TEST_F(KafkaConsumer, repeats_a_fetch_that_failed) {
  create_events(1, 10);
  fail_requests(api_fetch,
                {RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION, RD_KAFKA_RESP_ERR__TRANSPORT});
  Consumer consumer = make_consumer();
  ASSERT_TRUE(assign(consumer, 0));
  EXPECT_EQ(read(consumer, 10).size(), 10);
}

TEST_F(KafkaConsumer, is_told_of_a_property_that_librdkafka_does_not_know) {
  ConsumerSettings settings = consumer_settings();
  settings.client.properties = {{"no.such.property", "1"}};
  const Result<Consumer> consumer = Consumer::create(settings, {});
  ASSERT_FALSE(consumer);
  EXPECT_EQ(consumer.error().code, Errc::config);
  EXPECT_THAT(consumer.error().detail, ::testing::HasSubstr("kafka.properties.no.such.property"));
}

TEST_F(KafkaConsumer, never_repeats_a_secret_in_an_error) {
  ConsumerSettings settings = consumer_settings();
  settings.client.properties = {{"ssl.key.pem", "canary-secret"}, {"security.protocol", "ssl"}};
  const Result<Consumer> consumer = Consumer::create(settings, {});
  ASSERT_FALSE(consumer);
  EXPECT_THAT(consumer.error().detail, Not(::testing::HasSubstr("canary-secret")));
}

TEST_F(KafkaConsumer, refuses_a_topic_pattern) {
  ConsumerSettings settings = consumer_settings();
  settings.topics = {"^events.*"};
  const Result<Consumer> consumer = Consumer::create(settings, {});
  ASSERT_FALSE(consumer);
  EXPECT_EQ(consumer.error().code, Errc::config);
}

}  // namespace
}  // namespace centinela::kafka
