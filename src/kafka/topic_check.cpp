#include "kafka/topic_check.h"

#include "kafka/inquirer.h"

#include <fmt/format.h>

#include <algorithm>
#include <thread>

namespace centinela::kafka {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

// The same for all that is missing, so it is said once.
constexpr std::string_view how_to_create =
    "; make what is missing: centinela topics apply --config FILE (centinela topics plan --config "
    "FILE shows it first)";

Result<TopicFound> judge(const rd_kafka_metadata_topic_t& topic,
                         const TopicNeed& need,
                         const ClientSettings& client) {
  if (is_missing(topic)) {
    return Error{Errc::unavailable,
                 fmt::format("topic {} ({}) does not exist", need.name, need.config_key)};
  }
  if (topic.err == RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED) {
    return Error{
        classify(topic.err),
        fmt::format("topic {} ({}): the brokers refuse this client (TOPIC_AUTHORIZATION_FAILED); "
                    "grant its user the rights Describe and Read of input topics, Describe and "
                    "Write of the others: kafka-acls.sh --bootstrap-server {} --add "
                    "--allow-principal User:… --operation … --topic {}",
                    need.name,
                    need.config_key,
                    client.bootstrap_servers,
                    need.name)};
  }
  CENTINELA_TRY(to_result(topic.err, fmt::format("topic {} ({})", need.name, need.config_key)));
  return TopicFound{
      .name = need.name, .partitions = topic.partition_cnt, .replicas = replicas_of(topic)};
}

struct Times {
  Clock::time_point settled;   // until then a topic may be missing because it is new
  Clock::time_point deadline;  // until then a broker must have answered
};

// Whichever broker answers may not have heard yet of a topic that another one just made.
Result<MetadataPtr> ask_until_settled(Inquirer& inquirer,
                                      const ClientSettings& client,
                                      const std::string& topic,
                                      const Times& times) {
  constexpr milliseconds pause{200};
  for (;;) {
    const auto left = std::chrono::ceil<milliseconds>(times.deadline - Clock::now());
    CENTINELA_TRY(MetadataPtr metadata,
                  ask_about(inquirer, client, topic, std::max(left, milliseconds{1})));
    CENTINELA_TRY(const rd_kafka_metadata_topic_t* found, topic_of(metadata, topic));
    if (!is_missing(*found) || Clock::now() + pause > std::min(times.settled, times.deadline)) {
      return metadata;
    }
    std::this_thread::sleep_for(pause);
  }
}

void append(std::optional<Error>& all, const Error& error) {
  if (!all) {
    all = error;
  } else {
    all->detail += "; " + error.detail;
  }
}

}  // namespace

Result<std::vector<TopicFound>> check_topics(const ClientSettings& client,
                                             std::span<const TopicNeed> needs,
                                             milliseconds timeout) {
  CENTINELA_TRY(const std::unique_ptr<Inquirer> inquirer, make_inquirer(client));
  constexpr std::chrono::seconds settling{3};
  const Times times{.settled = Clock::now() + settling, .deadline = Clock::now() + timeout};
  std::vector<TopicFound> found;
  std::optional<Error> refused;  // all of them in one go: the user mends once
  bool is_any_missing = false;
  for (const TopicNeed& need : needs) {
    CENTINELA_TRY(const MetadataPtr metadata,
                  ask_until_settled(*inquirer, client, need.name, times));
    CENTINELA_TRY(const rd_kafka_metadata_topic_t* topic, topic_of(metadata, need.name));
    is_any_missing = is_any_missing || is_missing(*topic);
    if (Result<TopicFound> judged = judge(*topic, need, client); judged) {
      found.push_back(*std::move(judged));
    } else {
      append(refused, judged.error());
    }
  }
  if (refused) {
    refused->detail += is_any_missing ? how_to_create : "";
    return *refused;
  }
  return found;
}

std::vector<TopicPartition> partitions_of(std::span<const TopicFound> topics) {
  std::vector<TopicPartition> partitions;
  for (const TopicFound& topic : topics) {
    for (int i = 0; i < topic.partitions; ++i) {
      partitions.push_back({topic.name, i});
    }
  }
  return partitions;
}

}  // namespace centinela::kafka
