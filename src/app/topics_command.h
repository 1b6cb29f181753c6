// centinela topics plan | apply: the topics that the configuration needs. Floor 10.
#pragma once

#include "centinela/base/result.h"

#include "app/topic_plan.h"
#include "config/load.h"

#include <cstdint>
#include <iosfwd>

namespace centinela::app {

struct TopicsOptions {
  config::LoadOptions config;
  std::uint64_t partitions = 6;  // of input topics that are to be made
  std::uint64_t replicas = 0;    // 0: three, or as many as there are brokers
};

// Prints what is missing and what differs; changes nothing. config: something is fatal;
// unavailable: a topic is missing, or no broker answers.
[[nodiscard]] Result<void> topics_plan(const TopicsOptions& options, std::ostream& out);
// Makes what is missing. What is there is never changed: the commands are printed.
[[nodiscard]] Result<void> topics_apply(const TopicsOptions& options, std::ostream& out);

// For a start: config with the mends when a topic that is there would lose events or alerts.
[[nodiscard]] Result<void> check_topic_settings(const config::Config& config);

}  // namespace centinela::app
