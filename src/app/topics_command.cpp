#include "app/topics_command.h"

#include "app/daemon/client_settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>

namespace centinela::app {
namespace {

constexpr std::chrono::seconds broker_timeout{10};

struct Survey {
  std::vector<PlannedTopic> planned;
  std::vector<std::optional<kafka::TopicShape>> found;
};

Result<Survey> survey(const config::Config& config, const TopicPlanOptions& options) {
  Survey survey;
  std::vector<std::string> names;
  for (const PlannedTopic& topic : plan_topics(config, options, 0)) {
    names.push_back(topic.shape.name);
  }
  int brokers = 0;
  CENTINELA_TRY(
      survey.found,
      kafka::describe_topics(
          client_settings(config, "centinela-topics", {}), names, broker_timeout, brokers));
  TopicPlanOptions known = options;
  for (std::size_t i = 0; i < config.kafka.topics.size(); ++i) {
    if (const std::optional<kafka::TopicShape>& found = survey.found[i]) {
      known.shards = std::max(known.shards, found->partitions);
    }
  }
  survey.planned = plan_topics(config, known, brokers);
  return survey;
}

// Brokers tell each other of a new topic; a moment later all of them know it.
Result<Survey> survey_when_known(const config::Config& config, const TopicPlanOptions& options) {
  const auto deadline = std::chrono::steady_clock::now() + broker_timeout;
  for (;;) {
    CENTINELA_TRY(Survey found, survey(config, options));
    const bool are_known = std::all_of(found.found.begin(),
                                       found.found.end(),
                                       [](const auto& topic) { return topic.has_value(); });
    if (are_known || std::chrono::steady_clock::now() > deadline) {
      return found;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds{200});
  }
}

TopicPlanOptions plan_options(const TopicsOptions& options) {
  return {static_cast<int>(options.partitions), static_cast<int>(options.replicas), 0};
}

Result<void> check(const TopicsOptions& options) {
  constexpr std::uint64_t partitions_max = 4096;
  constexpr std::uint64_t replicas_max = 16;
  if (options.partitions < 1 || options.partitions > partitions_max) {
    return Error{Errc::usage, fmt::format("--partitions: expected 1 to {}", partitions_max)};
  }
  if (options.replicas > replicas_max) {
    return Error{Errc::usage, fmt::format("--replicas: expected at most {}", replicas_max)};
  }
  return {};
}

Result<void> print_survey(const config::Config& config, const Survey& found, std::ostream& out) {
  std::size_t missing = 0;
  std::size_t fatal = 0;
  for (std::size_t i = 0; i < found.planned.size(); ++i) {
    const std::vector<TopicDifference> all = differences(config, found.planned[i], found.found[i]);
    if (const auto& topic = found.found[i]; all.empty() && topic) {
      out << fmt::format("ok       {}: {} partitions, {} replicas\n",
                         found.planned[i].shape.name,
                         topic->partitions,
                         topic->replicas);
    }
    for (const TopicDifference& difference : all) {
      missing += difference.grade == Grade::missing ? 1 : 0;
      fatal += difference.grade == Grade::fatal ? 1 : 0;
      constexpr std::array<std::string_view, 3> words{"missing", "wrong", "advice"};
      out << fmt::format(
          "{:8} {}\n", words[static_cast<std::size_t>(difference.grade)], difference.text);
    }
  }
  if (fatal > 0) {
    return Error{Errc::config,
                 fmt::format("{} of topics must be mended first: the lines above that begin with "
                             "wrong say how",
                             fatal == 1 ? "1 setting" : fmt::format("{} settings", fatal))};
  }
  if (missing > 0) {
    return Error{Errc::unavailable,
                 fmt::format("{} missing: centinela topics apply --config FILE makes {}",
                             missing == 1 ? "1 topic is" : fmt::format("{} topics are", missing),
                             missing == 1 ? "it" : "them")};
  }
  return {};
}

}  // namespace

Result<void> topics_plan(const TopicsOptions& options, std::ostream& out) {
  CENTINELA_TRY(check(options));
  CENTINELA_TRY(const config::Config config, config::load(options.config));
  CENTINELA_TRY(const Survey found, survey(config, plan_options(options)));
  return print_survey(config, found, out);
}

Result<void> topics_apply(const TopicsOptions& options, std::ostream& out) {
  CENTINELA_TRY(check(options));
  CENTINELA_TRY(const config::Config config, config::load(options.config));
  CENTINELA_TRY(const Survey found, survey(config, plan_options(options)));
  std::vector<kafka::TopicShape> wanted;
  for (std::size_t i = 0; i < found.planned.size(); ++i) {
    if (!found.found[i]) {
      wanted.push_back(found.planned[i].shape);
    }
  }
  CENTINELA_TRY(kafka::create_topics(
      client_settings(config, "centinela-topics", {}), wanted, broker_timeout));
  for (const kafka::TopicShape& topic : wanted) {
    out << fmt::format(
        "created  {}: {} partitions, {} replicas\n", topic.name, topic.partitions, topic.replicas);
  }
  CENTINELA_TRY(const Survey made, survey_when_known(config, plan_options(options)));
  return print_survey(config, made, out);
}

Result<void> check_topic_settings(const config::Config& config) {
  CENTINELA_TRY(const Survey found, survey(config, {}));
  std::string fatal;
  for (std::size_t i = 0; i < found.planned.size(); ++i) {
    for (const TopicDifference& difference :
         differences(config, found.planned[i], found.found[i])) {
      if (difference.grade == Grade::fatal) {
        fatal += (fatal.empty() ? "" : "; ") + difference.text;
      }
    }
  }
  return fatal.empty() ? Result<void>{} : Error{Errc::config, fatal};
}

}  // namespace centinela::app
