#include "app/input_partitions.h"

#include "kafka/topic_check.h"

#include <fmt/format.h>

#include <chrono>

namespace centinela::app {
namespace {

constexpr std::chrono::seconds broker_timeout{10};

Result<std::vector<kafka::TopicFound>> input_topics(const config::Config& config,
                                                    const kafka::ClientSettings& client) {
  std::vector<kafka::TopicNeed> needs;
  for (const std::string& topic : config.kafka.topics) {
    needs.push_back({topic, "kafka.topics"});
  }
  return kafka::check_topics(client, needs, broker_timeout);
}

}  // namespace

Result<std::vector<kafka::TopicPartition>> input_partitions(const config::Config& config,
                                                            const kafka::ClientSettings& client) {
  CENTINELA_TRY(const auto found, input_topics(config, client));
  return kafka::partitions_of(found);
}

Result<std::int32_t> common_partitions(const config::Config& config,
                                       const kafka::ClientSettings& client) {
  CENTINELA_TRY(const auto found, input_topics(config, client));
  const kafka::TopicFound& first = found.front();
  for (const kafka::TopicFound& each : found) {
    if (each.partitions != first.partitions) {
      return Error{Errc::config,
                   fmt::format("kafka.topics: expected topics of as many partitions each, which "
                               "engine.shards: per_partition needs, found {} of {} and {} of {}",
                               first.name,
                               first.partitions,
                               each.name,
                               each.partitions)};
    }
  }
  return first.partitions;
}

}  // namespace centinela::app
