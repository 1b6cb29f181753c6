#include "app/topic_records.h"

#include "app/daemon/client_settings.h"
#include "kafka/consumer.h"

#include <fmt/format.h>

#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <utility>

namespace centinela::app {
namespace {

using std::chrono::steady_clock;

constexpr std::chrono::seconds read_timeout{10};

class TopicRecords {
 public:
  TopicRecords(kafka::Consumer consumer, std::vector<std::string> topics)
      : consumer_(std::move(consumer)), topics_(std::move(topics)) {}

  Result<std::string> read(const Position& position) {
    // Each question to brokers that are away would wait its full time.
    if (!unavailable_) {
      auto record = find(position);
      if (record || record.error().code != Errc::unavailable) {
        return record;
      }
      unavailable_ = record.error();
    }
    return *unavailable_;
  }

 private:
  Result<std::string> find(const Position& position) {
    const std::string& topic = topics_.at(position.topic);
    const kafka::TopicPartition partition{topic, position.partition.value()};
    const std::int64_t offset = position.offset.value();
    CENTINELA_TRY(check_retained(partition, offset));
    const std::array starts{kafka::PartitionOffset{topic, partition.partition, offset, {}}};
    CENTINELA_TRY(consumer_.assign(starts));
    return wait_for(offset);
  }

  Result<void> check_retained(const kafka::TopicPartition& partition, std::int64_t offset) const {
    CENTINELA_TRY(const auto positions, consumer_.start_positions(std::span(&partition, 1)));
    const kafka::StartPosition& known = positions.front();
    if (offset < known.low) {
      return Error{Errc::bad_data,
                   fmt::format("{}[{}] no longer retains it; the first record there is {}",
                               partition.topic,
                               partition.partition,
                               known.low)};
    }
    if (offset >= known.high) {
      return Error{Errc::bad_data,
                   fmt::format("{}[{}] ends at {}; was the topic made anew?",
                               partition.topic,
                               partition.partition,
                               known.high)};
    }
    return {};
  }

  Result<std::string> wait_for(std::int64_t offset) {
    const auto deadline = steady_clock::now() + read_timeout;
    while (steady_clock::now() < deadline) {
      CENTINELA_TRY(const auto records, consumer_.poll(std::chrono::milliseconds{100}));
      for (const kafka::KafkaRecord& record : records) {
        if (record.offset == offset) {
          return std::string(record.value.value_or(std::string_view{}));
        }
        if (record.offset > offset) {
          return Error{Errc::bad_data, "the topic has no record there: compacted or aborted"};
        }
      }
    }
    return Error{Errc::unavailable,
                 fmt::format("the broker gave no answer within {} s", read_timeout.count())};
  }

  kafka::Consumer consumer_;
  std::vector<std::string> topics_;
  std::optional<Error> unavailable_;
};

}  // namespace

Result<ReadRecord> topic_records(const config::Config& config, std::vector<std::string> topics) {
  kafka::ConsumerSettings settings;
  settings.client = client_settings(config, "centinela-reader", {});
  settings.group_id = config.kafka.group_id;
  settings.topics = topics;
  settings.start = kafka::StartPolicy::earliest;
  settings.batch_records_max = 16;  // one is wanted
  CENTINELA_TRY(kafka::Consumer consumer, kafka::Consumer::create(std::move(settings), {}));
  const auto records = std::make_shared<TopicRecords>(std::move(consumer), std::move(topics));
  return ReadRecord([records](Position position) { return records->read(position); });
}

}  // namespace centinela::app
