// centinela dlq replay: dead letters to the topic that they came from, once more. Floor 10.
//
// What made them unreadable must be mended first (the configuration, the program): the bytes are
// sent as they were, with their own headers. Nothing is sent without --apply. Kafka keeps which
// ones went, as the position of the group kafka.group_id + "-dlq", so that a second run sends none
// twice.
#pragma once

#include "centinela/base/result.h"

#include "config/load.h"
#include "kafka/producer.h"
#include "kafka/record.h"

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

namespace centinela::app {

struct DeadLetterReplayOptions {
  config::LoadOptions config;
  std::string reason;           // only those; empty: all
  std::uint64_t limit = 1000;   // of records sent
  bool from_beginning = false;  // those too that were sent before
  bool applies = false;
};

// One dead letter as it is to be sent; none when its origin is not one of `topics`, or its value
// was left out because it was too large.
struct Resent {
  std::string topic;
  std::string reason;
  std::vector<kafka::OutgoingHeader> headers;  // its own, and where it was taken from
};
[[nodiscard]] std::optional<Resent> resent(const kafka::KafkaRecord& dead_letter,
                                           std::span<const std::string> topics);

[[nodiscard]] Result<void> replay_dead_letters(const DeadLetterReplayOptions& options,
                                               std::ostream& out);

}  // namespace centinela::app
