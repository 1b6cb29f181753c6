// Which topics a configuration needs, of what shape, and how those that are there differ. Floor 10,
// pure.
#pragma once

#include "config/config.h"
#include "kafka/topic_admin.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace centinela::app {

enum class TopicUse : std::uint8_t { input, alerts, dead_letters, state };

struct TopicPlanOptions {
  int partitions = 6;  // of an input topic that is to be made
  int replicas = 0;    // 0: three, or as many as there are brokers
  int shards = 0;      // partitions that the input has; 0: it is to be made
};

struct PlannedTopic {
  TopicUse use = TopicUse::input;
  std::string config_key;   // where the user named it
  kafka::TopicShape shape;  // to be made with
};

enum class Grade : std::uint8_t {
  missing,  // apply makes it
  fatal,    // a daemon must not start: events or alerts would be lost
  advice,
};

struct TopicDifference {
  Grade grade = Grade::advice;
  std::string text;  // expected, found, and the command that mends it
};

// Input topics first, then alerts, dead letters and, where checkpoints go there, the state; each
// name once.
[[nodiscard]] std::vector<PlannedTopic> plan_topics(const config::Config& config,
                                                    const TopicPlanOptions& options,
                                                    int brokers);
[[nodiscard]] std::vector<TopicDifference> differences(
    const config::Config& config,
    const PlannedTopic& planned,
    const std::optional<kafka::TopicShape>& found);

}  // namespace centinela::app
