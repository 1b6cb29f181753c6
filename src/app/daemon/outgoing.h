// Outgoing: a record on its way to a topic, owned until the brokers have it. Floor 10, plain value.
#pragma once

#include "centinela/event/alert.h"
#include "centinela/pipeline/engine.h"

#include "config/config.h"
#include "kafka/partitions.h"
#include "kafka/producer.h"
#include "kafka/record.h"

#include <optional>
#include <string>
#include <vector>

namespace centinela::app {

struct Outgoing {
  std::string topic;
  std::optional<std::string> key;
  std::optional<std::string> value;
  std::vector<kafka::OutgoingHeader> headers;
  std::int32_t partition = kafka::any_partition;  // of the topic
  kafka::TopicPartition decided_by;               // of the record that it came of
  bool is_dead_letter = false;

  [[nodiscard]] std::size_t bytes() const noexcept {
    return (key ? key->size() : 0) + (value ? value->size() : 0);
  }
};

// As the configured topic carries it.
[[nodiscard]] Outgoing alert_record(const config::Config& config, const Alert& alert);
[[nodiscard]] Outgoing dead_letter_record(const config::Config& config,
                                          const kafka::KafkaRecord& record,
                                          const pipeline::Rejected& rejected);
// As a producer takes it; good as long as the other is.
[[nodiscard]] kafka::OutgoingRecord borrow(const Outgoing& outgoing) noexcept;
// A dead letter too large for its topic still says where the record is and what is wrong with it.
// False: there is nothing to leave out.
bool drop_value(Outgoing& outgoing);

}  // namespace centinela::app
