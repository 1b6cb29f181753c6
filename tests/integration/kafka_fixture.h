// What the tests against a real Kafka broker share: one broker for the program, a topic for each
// test, numbered records and a tally of those that came back.
#pragma once

#include "integration/services.h"
#include "kafka/consumer.h"
#include "kafka/producer.h"

#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

namespace centinela::kafka {

inline constexpr std::chrono::milliseconds patience{60'000};

class KafkaRoundtrip : public ::testing::Test {
 protected:
  // A broker that would create a topic when somebody merely asks for it.
  static void SetUpTestSuite() {
    service_ = std::make_unique<KafkaService>("--set auto.create.topics.enable=true");
  }
  static void TearDownTestSuite() { service_.reset(); }

  // A topic of its own for each test.
  void SetUp() override {
    topic_ = ::testing::UnitTest::GetInstance()->current_test_info()->name();
    service_->create_topic(topic_, 2);
  }

  [[nodiscard]] ConsumerSettings consumer_settings() const {
    ConsumerSettings settings;
    settings.client.bootstrap_servers = service_->bootstrap_servers();
    settings.client.properties = {{"session.timeout.ms", "6000"}, {"heartbeat.interval.ms", "500"}};
    settings.group_id = "group-of-" + topic_;
    settings.topics = {topic_};
    return settings;
  }

  [[nodiscard]] static Producer make_producer() {
    ProducerSettings settings;
    settings.client.bootstrap_servers = service_->bootstrap_servers();
    Result<Producer> producer = Producer::create(settings);
    CENTINELA_CHECK(producer.has_value());
    return *std::move(producer);
  }

  [[nodiscard]] static Consumer make_consumer(const ConsumerSettings& settings,
                                              ConsumerHandlers handlers = {}) {
    Result<Consumer> consumer = Consumer::create(settings, std::move(handlers));
    CENTINELA_CHECK(consumer.has_value());
    return *std::move(consumer);
  }

  // Numbered records, alternating between the partitions.
  void enqueue(Producer& producer, int from, int to) const {
    for (int i = from; i < to; ++i) {
      const std::string value = std::to_string(i);
      ASSERT_TRUE(producer.enqueue({.topic = topic_,
                                    .partition = i % 2,
                                    .key = "k",
                                    .value = value,
                                    .headers = {},
                                    .timestamp_ms = 1'700'000'000'000 + i}));
    }
  }

  // One poll; counts each value, remembers where to go on.
  void take(Consumer& consumer,
            std::chrono::milliseconds timeout = std::chrono::milliseconds{100}) {
    const auto batch = consumer.poll(timeout);
    ASSERT_TRUE(batch) << batch.error().detail;
    for (const KafkaRecord& record : *batch) {
      ++seen_[std::stoi(std::string{*record.value})];
      next_[record.partition] = record.offset + 1;
    }
  }

  void take_until(Consumer& consumer, std::size_t distinct) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (seen_.size() < distinct && std::chrono::steady_clock::now() < deadline) {
      take(consumer);
    }
    ASSERT_EQ(seen_.size(), distinct);
  }

  [[nodiscard]] std::vector<PartitionOffset> next_to_read() const {
    std::vector<PartitionOffset> offsets;
    for (const auto& [partition, offset] : next_) {
      offsets.push_back(
          {.topic = topic_, .partition = partition, .offset = offset, .metadata = {}});
    }
    return offsets;
  }

  [[nodiscard]] int repeats() const {
    return std::accumulate(seen_.begin(), seen_.end(), 0, [](int sum, const auto& each) {
      return sum + each.second - 1;
    });
  }

  static inline std::unique_ptr<KafkaService> service_;
  std::string topic_;
  std::map<int, int> seen_;                    // value -> times
  std::map<std::int32_t, std::int64_t> next_;  // partition -> next record to read
};

}  // namespace centinela::kafka
