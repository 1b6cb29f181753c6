// What the Kafka contract tests share: a mock cluster per test, and owned copies of records.
#pragma once

#include "kafka/consumer.h"
#include "kafka/mock_broker.h"
#include "kafka/producer.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <vector>

namespace centinela::kafka {

using std::chrono::milliseconds;

// A record outlives the poll that gave it.
struct Copy {
  std::string topic;
  std::int32_t partition = 0;
  std::int64_t offset = 0;
  std::int64_t timestamp_ms = 0;
  std::optional<std::string> key;
  std::optional<std::string> value;
  std::vector<OutgoingHeader> headers;
};

Copy copy_of(const KafkaRecord& record);

class KafkaTest : public ::testing::Test {
 protected:
  static constexpr milliseconds patience{15'000};

  KafkaTest();
  KafkaTest(const KafkaTest&) = delete;
  KafkaTest& operator=(const KafkaTest&) = delete;
  ~KafkaTest() override;  // ends the broker in the background: it takes a second

  // Topic "events" with `partitions` partitions, and this many numbered records in partition 0.
  void create_events(int partitions, int records);
  void produce(const OutgoingRecord& record);
  [[nodiscard]] ProducerSettings producer_settings() const;
  [[nodiscard]] ConsumerSettings consumer_settings() const;
  [[nodiscard]] Consumer make_consumer(ConsumerHandlers handlers = {}) const;
  [[nodiscard]] Consumer make_consumer(ConsumerSettings settings,
                                       ConsumerHandlers handlers = {}) const;
  // Polls until there are that many records, or patience runs out.
  static std::vector<Copy> read(Consumer& consumer, std::size_t count);
  // Makes the next requests of that kind fail, one error each.
  void fail_requests(std::int16_t api_key, const std::vector<int>& errors);

  MockBroker broker_;
};

}  // namespace centinela::kafka
