// Before anything starts: do the brokers answer, and are the topics there? Floor 9.
#pragma once

#include "centinela/base/result.h"

#include "kafka/partitions.h"
#include "kafka/settings.h"

#include <chrono>
#include <span>
#include <string>
#include <vector>

namespace centinela::kafka {

struct TopicNeed {
  std::string name;
  std::string config_key;  // where the user named it: kafka.topics
};

struct TopicFound {
  std::string name;
  int partitions = 0;
  int replicas = 0;

  friend bool operator==(const TopicFound&, const TopicFound&) = default;
};

// In the order of the needs; what is missing is asked for again for three seconds, for it may be
// new and not known to every broker. Error: unavailable, with the command that creates what is
// missing, or with the last thing the client heard when no broker answered in time; config when the
// brokers refuse us.
[[nodiscard]] Result<std::vector<TopicFound>> check_topics(const ClientSettings& client,
                                                           std::span<const TopicNeed> needs,
                                                           std::chrono::milliseconds timeout);

// Of all of them, in order.
[[nodiscard]] std::vector<TopicPartition> partitions_of(std::span<const TopicFound> topics);

}  // namespace centinela::kafka
