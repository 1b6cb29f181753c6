// What topics are like, and making those that are missing. Floor 9, one thread, blocks.
#pragma once

#include "centinela/base/result.h"

#include "kafka/settings.h"

#include <chrono>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace centinela::kafka {

struct TopicShape {
  std::string name;
  int partitions = 0;
  int replicas = 0;
  std::map<std::string, std::string> settings;  // of the topic, defaults included: retention.ms …
};

// In the order of the names; none for a topic that does not exist, or that the
// broker asked has not heard of yet. `brokers` gets their number.
// Error: unavailable when no broker answers, config when they refuse us.
[[nodiscard]] Result<std::vector<std::optional<TopicShape>>> describe_topics(
    const ClientSettings& client,
    std::span<const std::string> names,
    std::chrono::milliseconds timeout,
    int& brokers);

// Error: what the brokers said of the first that they did not make; one that is there is no error.
[[nodiscard]] Result<void> create_topics(const ClientSettings& client,
                                         std::span<const TopicShape> topics,
                                         std::chrono::milliseconds timeout);

}  // namespace centinela::kafka
