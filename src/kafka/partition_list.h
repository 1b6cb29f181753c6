// Translation between our values and librdkafka's partition lists. Floor 9, private to the module.
#pragma once

#include "kafka/client.h"
#include "kafka/partitions.h"

#include <span>
#include <vector>

namespace centinela::kafka {

// Offsets of a plain TopicPartition are "invalid", which librdkafka reads as "not said".
[[nodiscard]] PartitionListPtr to_list(std::span<const TopicPartition> partitions);
[[nodiscard]] PartitionListPtr to_list(std::span<const PartitionOffset> offsets);

[[nodiscard]] std::vector<TopicPartition> partitions_of(
    const rd_kafka_topic_partition_list_t& list);
// Those whose offset is known (>= 0) alone.
[[nodiscard]] std::vector<PartitionOffset> offsets_of(const rd_kafka_topic_partition_list_t& list);

// The first error among the partitions, naming topic and partition.
[[nodiscard]] Result<void> first_error(const rd_kafka_topic_partition_list_t& list,
                                       std::string_view what);

}  // namespace centinela::kafka
