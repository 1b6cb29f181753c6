#include "contract/kafka_fixture.h"

#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include <thread>

namespace centinela::kafka {
namespace {

MockBroker start_broker() {
  Result<MockBroker> broker = MockBroker::start(1, nullptr);
  CENTINELA_CHECK(broker.has_value());
  return *std::move(broker);
}

}  // namespace

Copy copy_of(const KafkaRecord& record) {
  Copy copy;
  copy.topic = record.topic;
  copy.partition = record.partition;
  copy.offset = record.offset;
  copy.timestamp_ms = record.timestamp_ms;
  if (record.key.data() != nullptr) {
    copy.key.emplace(record.key);
  }
  if (record.value) {
    copy.value.emplace(*record.value);
  }
  for (std::size_t i = 0; i < record.headers.size(); ++i) {
    const Header header = *record.headers.at(i);
    copy.headers.push_back({.name = std::string{header.name}, .value = {}});
    if (header.value) {
      copy.headers.back().value.emplace(*header.value);
    }
  }
  return copy;
}

KafkaTest::KafkaTest() : broker_(start_broker()) {}

KafkaTest::~KafkaTest() {
  // Joined when the program ends.
  static std::vector<std::jthread> endings;
  endings.emplace_back([broker = std::move(broker_)] {});
}

void KafkaTest::create_events(int partitions, int records) {
  ASSERT_TRUE(broker_.create_topic("events", partitions));
  Result<Producer> producer = Producer::create(producer_settings());
  ASSERT_TRUE(producer);
  for (int i = 0; i < records; ++i) {
    const std::string value = std::to_string(i);
    ASSERT_TRUE(producer->enqueue({.topic = "events",
                                   .partition = 0,
                                   .key = "k",
                                   .value = value,
                                   .headers = {},
                                   .timestamp_ms = 1'000 + i}));
  }
  ASSERT_TRUE(producer->flush(patience));
}

void KafkaTest::produce(const OutgoingRecord& record) {
  Result<Producer> producer = Producer::create(producer_settings());
  ASSERT_TRUE(producer);
  ASSERT_TRUE(producer->enqueue(record));
  const Result<void> outcome = producer->flush(patience);
  ASSERT_TRUE(outcome) << outcome.error().detail;
}

ProducerSettings KafkaTest::producer_settings() const {
  ProducerSettings settings;
  settings.client.bootstrap_servers = broker_.bootstrap_servers();
  return settings;
}

ConsumerSettings KafkaTest::consumer_settings() const {
  ConsumerSettings settings;
  settings.client.bootstrap_servers = broker_.bootstrap_servers();
  settings.topics = {"events"};
  return settings;
}

Consumer KafkaTest::make_consumer(ConsumerHandlers handlers) const {
  return make_consumer(consumer_settings(), std::move(handlers));
}

Consumer KafkaTest::make_consumer(ConsumerSettings settings, ConsumerHandlers handlers) const {
  Result<Consumer> consumer = Consumer::create(std::move(settings), std::move(handlers));
  CENTINELA_CHECK(consumer.has_value());
  return *std::move(consumer);
}

std::vector<Copy> KafkaTest::read(Consumer& consumer, std::size_t count) {
  std::vector<Copy> copies;
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (copies.size() < count && std::chrono::steady_clock::now() < deadline) {
    const auto batch = consumer.poll(milliseconds{100});
    if (!batch) {
      ADD_FAILURE() << batch.error().detail;
      break;
    }
    for (const KafkaRecord& record : *batch) {
      copies.push_back(copy_of(record));
    }
  }
  return copies;
}

void KafkaTest::fail_requests(std::int16_t api_key, const std::vector<int>& errors) {
  std::vector<rd_kafka_resp_err_t> codes;
  for (const int error : errors) {
    codes.push_back(static_cast<rd_kafka_resp_err_t>(error));
  }
  rd_kafka_mock_push_request_errors_array(broker_.cluster(), api_key, codes.size(), codes.data());
}

}  // namespace centinela::kafka
