#include "app/topic_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace centinela::app {
namespace {

// An alert is looked at again, a dead letter mended, within so long.
constexpr std::int64_t alerts_kept_ms = 90LL * 86'400'000;
constexpr std::int64_t dead_letters_kept_ms = 30LL * 86'400'000;
constexpr std::int64_t input_kept_ms = 7LL * 86'400'000;
// A record value of 1 MiB and the headers of a dead letter around it.
constexpr std::int64_t message_bytes = 1'048'576 + 65'536;

std::string_view word(TopicUse use) noexcept {
  switch (use) {
    case TopicUse::input:
      return "input";
    case TopicUse::alerts:
      return "alerts";
    case TopicUse::state:
      return "state";
    case TopicUse::dead_letters:
      break;
  }
  return "dead letters";
}

PlannedTopic planned(
    TopicUse use, std::string key, std::string name, int partitions, int replicas) {
  PlannedTopic topic;
  topic.use = use;
  topic.config_key = std::move(key);
  topic.shape.name = std::move(name);
  topic.shape.partitions = partitions;
  topic.shape.replicas = replicas;
  if (use == TopicUse::state) {
    // Every start reads all of it: what was overwritten should go within hours, not in a week.
    topic.shape.settings = {{"cleanup.policy", "compact"}, {"segment.ms", "3600000"}};
    return topic;
  }
  const std::int64_t kept = use == TopicUse::alerts         ? alerts_kept_ms
                            : use == TopicUse::dead_letters ? dead_letters_kept_ms
                                                            : input_kept_ms;
  topic.shape.settings = {{"cleanup.policy", "delete"},
                          {"message.timestamp.type", "CreateTime"},
                          {"retention.ms", std::to_string(kept)}};
  if (use == TopicUse::dead_letters) {
    topic.shape.settings["max.message.bytes"] = std::to_string(message_bytes);
  }
  return topic;
}

std::optional<std::int64_t> number(const kafka::TopicShape& shape, const std::string& name) {
  const auto found = shape.settings.find(name);
  std::int64_t value = 0;
  if (found == shape.settings.end()) {
    return std::nullopt;
  }
  const std::string& text = found->second;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  return read.ec == std::errc{} ? std::optional(value) : std::nullopt;
}

std::string mend(const config::Config& config, const std::string& topic, std::string_view setting) {
  return fmt::format(
      "kafka-configs.sh --bootstrap-server {} --alter --entity-type topics --entity-name {} "
      "--add-config {}",
      config.kafka.bootstrap_servers,
      topic,
      setting);
}

}  // namespace

std::vector<PlannedTopic> plan_topics(const config::Config& config,
                                      const TopicPlanOptions& options,
                                      int brokers) {
  constexpr int usual_replicas = 3;
  const int replicas =
      options.replicas > 0 ? options.replicas : std::clamp(brokers, 1, usual_replicas);
  std::vector<PlannedTopic> topics;
  for (const std::string& name : config.kafka.topics) {
    topics.push_back(planned(TopicUse::input, "kafka.topics", name, options.partitions, replicas));
  }
  topics.push_back(planned(TopicUse::alerts, "alerting.topic", config.alerting.topic, 1, replicas));
  topics.push_back(planned(
      TopicUse::dead_letters, "kafka.dead_letters", config.kafka.dead_letters, 1, replicas));
  if (config.state.store == config::StateStore::topic) {
    const int input = options.shards > 0 ? options.shards : options.partitions;
    const bool is_sliced = config.engine.shards == config::Shards::per_partition;
    topics.push_back(planned(
        TopicUse::state, "state.topic", config.state.topic, is_sliced ? input : 1, replicas));
  }
  return topics;
}

namespace {

// What is deleted before a restart could read it again ends the start; less than usual is advice.
void add_retention(const config::Config& config,
                   const PlannedTopic& topic,
                   const kafka::TopicShape& found,
                   std::vector<TopicDifference>& all) {
  const std::string& name = topic.shape.name;
  const auto kept = number(found, "retention.ms");
  const std::int64_t unsaved = config.state.unsaved_max.count();
  if (topic.use == TopicUse::input && kept && *kept >= 0 && *kept <= unsaved) {
    all.push_back({Grade::fatal,
                   fmt::format("{} (input, kafka.topics): expected retention.ms above "
                               "state.unsaved_max ({} ms), found {}: records would be deleted "
                               "before a restart could read them again: {}",
                               name,
                               unsaved,
                               *kept,
                               mend(config, name, fmt::format("retention.ms={}", input_kept_ms)))});
  } else if (const auto usual = number(topic.shape, "retention.ms");
             usual && kept && *kept >= 0 && *kept < *usual) {
    all.push_back({Grade::advice,
                   fmt::format("{} ({}): retention.ms is {}, {} is what is usual",
                               name,
                               word(topic.use),
                               *kept,
                               *usual)});
  }
}

}  // namespace

std::vector<TopicDifference> differences(const config::Config& config,
                                         const PlannedTopic& topic,
                                         const std::optional<kafka::TopicShape>& found) {
  const std::string& name = topic.shape.name;
  if (!found) {
    return {{Grade::missing,
             fmt::format("{} ({}, {}) is missing: centinela topics apply makes it with {} "
                         "partitions and {} replicas",
                         name,
                         word(topic.use),
                         topic.config_key,
                         topic.shape.partitions,
                         topic.shape.replicas)}};
  }
  std::vector<TopicDifference> all;
  const std::string& wanted = topic.shape.settings.at("cleanup.policy");
  const auto policy = found->settings.find("cleanup.policy");
  if (policy != found->settings.end() && policy->second != wanted) {
    all.push_back({Grade::fatal,
                   fmt::format("{} ({}, {}): expected cleanup.policy {}, found {}, which throws "
                               "away {}: {}",
                               name,
                               word(topic.use),
                               topic.config_key,
                               wanted,
                               policy->second,
                               topic.use == TopicUse::state ? "what did not change for a while"
                                                            : "all but the last record of a key",
                               mend(config, name, "cleanup.policy=" + wanted))});
  }
  if (topic.use == TopicUse::state && found->partitions < topic.shape.partitions) {
    all.push_back(
        {Grade::fatal,
         fmt::format("{} (state, state.topic): expected a partition for each of the "
                     "input's {}, found {}: kafka-topics.sh --bootstrap-server {} --alter "
                     "--topic {} --partitions {}",
                     name,
                     topic.shape.partitions,
                     found->partitions,
                     config.kafka.bootstrap_servers,
                     name,
                     topic.shape.partitions)});
  }
  add_retention(config, topic, *found, all);
  const auto largest = number(*found, "max.message.bytes");
  if (topic.use == TopicUse::dead_letters && largest && *largest < message_bytes) {
    all.push_back(
        {Grade::advice,
         fmt::format("{} (dead letters): max.message.bytes is {}: a dead letter near "
                     "1 MiB loses its value; {}",
                     name,
                     *largest,
                     mend(config, name, fmt::format("max.message.bytes={}", message_bytes)))});
  }
  if (found->replicas < topic.shape.replicas) {
    all.push_back({Grade::advice,
                   fmt::format("{} ({}): {} replica where the brokers allow {}",
                               name,
                               word(topic.use),
                               found->replicas,
                               topic.shape.replicas)});
  }
  return all;
}

}  // namespace centinela::app
