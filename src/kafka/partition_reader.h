// PartitionReader: LogReader over brokers: a client of its own for each partition. Floor 9, one
// thread. No pause and no seek: a partition that is not asked for fills its queue and stops.
#pragma once

#include "kafka/consumer.h"
#include "kafka/log_reader.h"

#include <map>

namespace centinela::kafka {

class PartitionReader final : public LogReader {
 public:
  // Of a consumer's settings: the same topics, brokers and rights; joins no group.
  explicit PartitionReader(ConsumerSettings settings) : settings_(std::move(settings)) {
    settings_.tells_end = true;
  }

  [[nodiscard]] Result<std::span<const KafkaRecord>> read(const TopicPartition& partition,
                                                          std::int64_t from,
                                                          std::int64_t to) override;

 private:
  struct Reading {
    Consumer consumer;
    std::span<const KafkaRecord> rest;  // delivered by the consumer and not handed out
  };

  [[nodiscard]] Result<Reading*> reading(const TopicPartition& partition, std::int64_t from);

  ConsumerSettings settings_;
  std::map<TopicPartition, Reading> readings_;
};

}  // namespace centinela::kafka
