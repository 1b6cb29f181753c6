#include "kafka/partition_list.h"

#include <fmt/format.h>

#include <cstring>

namespace centinela::kafka {
namespace {

std::span<const rd_kafka_topic_partition_t> elements(const rd_kafka_topic_partition_list_t& list) {
  return {list.elems, static_cast<std::size_t>(list.cnt)};
}

PartitionListPtr make_list(std::size_t size) {
  return PartitionListPtr{rd_kafka_topic_partition_list_new(static_cast<int>(size))};
}

}  // namespace

PartitionListPtr to_list(std::span<const TopicPartition> partitions) {
  PartitionListPtr list = make_list(partitions.size());
  for (const TopicPartition& each : partitions) {
    rd_kafka_topic_partition_list_add(list.get(), each.topic.c_str(), each.partition);
  }
  return list;
}

PartitionListPtr to_list(std::span<const PartitionOffset> offsets) {
  PartitionListPtr list = make_list(offsets.size());
  for (const PartitionOffset& each : offsets) {
    rd_kafka_topic_partition_t& element =
        *rd_kafka_topic_partition_list_add(list.get(), each.topic.c_str(), each.partition);
    element.offset = each.offset;
    if (!each.metadata.empty()) {
      // The list frees it with its own allocator.
      element.metadata = rd_kafka_mem_malloc(nullptr, each.metadata.size());
      element.metadata_size = each.metadata.size();
      std::memcpy(element.metadata, each.metadata.data(), each.metadata.size());
    }
  }
  return list;
}

std::vector<TopicPartition> partitions_of(const rd_kafka_topic_partition_list_t& list) {
  std::vector<TopicPartition> partitions;
  partitions.reserve(static_cast<std::size_t>(list.cnt));
  for (const rd_kafka_topic_partition_t& element : elements(list)) {
    partitions.push_back({.topic = element.topic, .partition = element.partition});
  }
  return partitions;
}

std::vector<PartitionOffset> offsets_of(const rd_kafka_topic_partition_list_t& list) {
  std::vector<PartitionOffset> offsets;
  offsets.reserve(static_cast<std::size_t>(list.cnt));
  for (const rd_kafka_topic_partition_t& element : elements(list)) {
    if (element.offset >= 0) {
      offsets.push_back(
          {.topic = element.topic,
           .partition = element.partition,
           .offset = element.offset,
           .metadata = {static_cast<const char*>(element.metadata), element.metadata_size}});
    }
  }
  return offsets;
}

Result<void> first_error(const rd_kafka_topic_partition_list_t& list, std::string_view what) {
  for (const rd_kafka_topic_partition_t& element : elements(list)) {
    if (element.err != RD_KAFKA_RESP_ERR_NO_ERROR) {
      return to_error(element.err,
                      fmt::format("{} {}[{}]", what, element.topic, element.partition));
    }
  }
  return {};
}

}  // namespace centinela::kafka
