// What the engine is told of a record that Kafka delivered, beside its bytes. Floor 10.
#pragma once

#include "centinela/base/time.h"
#include "centinela/event/position.h"

#include "kafka/record.h"

#include <algorithm>

namespace centinela::app {

[[nodiscard]] inline Position position_of(const kafka::KafkaRecord& record) noexcept {
  Position position;
  position.topic = record.topic_index;
  position.partition = PartitionIndex{record.partition};
  position.offset = Offset{record.offset};
  return position;
}

// Zero where the brokers keep none.
[[nodiscard]] inline EventTime timestamp_of(const kafka::KafkaRecord& record) noexcept {
  return EventTime{std::max<std::int64_t>(record.timestamp_ms, 0)};
}

}  // namespace centinela::app
