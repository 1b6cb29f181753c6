// Partitions and offsets as values, and their translation to librdkafka's lists. Floor 9.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

namespace centinela::kafka {

struct TopicPartition {
  std::string topic;
  std::int32_t partition = 0;

  friend bool operator==(const TopicPartition&, const TopicPartition&) = default;
  friend auto operator<=>(const TopicPartition&, const TopicPartition&) = default;
};

struct PartitionOffset {
  std::string topic;
  std::int32_t partition = 0;
  std::int64_t offset = 0;  // of the next record to read
  std::string metadata;     // stored with a committed offset; printable ASCII, at most 4096 bytes

  friend bool operator==(const PartitionOffset&, const PartitionOffset&) = default;
};

}  // namespace centinela::kafka
