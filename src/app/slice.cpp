#include "app/slice.h"

#include "centinela/base/check.h"

#include <fmt/format.h>

namespace centinela::app {
namespace {

constexpr std::string_view instance_property = "group.instance.id";

std::string instance_of(const config::Config& config) {
  const auto found = config.kafka.properties.find(std::string{instance_property});
  return found == config.kafka.properties.end() ? "centinela-0" : found->second;
}

}  // namespace

std::string logger_name(std::string_view what, const Slice& slice) {
  return slice.partition ? fmt::format("{}-{}", what, *slice.partition) : std::string{what};
}

bool is_sliced(const config::Config& config) noexcept {
  return config.engine.shards == config::Shards::per_partition;
}

std::filesystem::path slice_directory(const config::Config& config, const Slice& slice) {
  const std::filesystem::path directory{config.state.directory};
  return slice.partition ? directory / fmt::format("partition-{}", *slice.partition) : directory;
}

std::string transactional_id(const config::Config& config, const Slice& slice) {
  // No group.instance.id may hold a slash, so that none is taken for a partition.
  return slice.partition ? fmt::format("{}-partition/{}", config.kafka.group_id, *slice.partition)
                         : config.kafka.group_id + "-" + instance_of(config);
}

std::vector<kafka::TopicPartition> partitions_of(const config::Config& config, const Slice& slice) {
  CENTINELA_CHECK(slice.partition.has_value());
  std::vector<kafka::TopicPartition> partitions;
  for (const std::string& topic : config.kafka.topics) {
    partitions.push_back({topic, *slice.partition});
  }
  return partitions;
}

}  // namespace centinela::app
