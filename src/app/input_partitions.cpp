#include "app/input_partitions.h"

#include "kafka/topic_check.h"

#include <chrono>

namespace centinela::app {
namespace {

constexpr std::chrono::seconds broker_timeout{10};

}  // namespace

Result<std::vector<kafka::TopicPartition>> input_partitions(const config::Config& config,
                                                            const kafka::ClientSettings& client) {
  std::vector<kafka::TopicNeed> needs;
  for (const std::string& topic : config.kafka.topics) {
    needs.push_back({topic, "kafka.topics"});
  }
  CENTINELA_TRY(const auto found, kafka::check_topics(client, needs, broker_timeout));
  return kafka::partitions_of(found);
}

}  // namespace centinela::app
