#include "kafka/topic_check.h"

#include "kafka/client.h"

#include <fmt/format.h>

#include <algorithm>

namespace centinela::kafka {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;
using MetadataPtr = std::unique_ptr<const rd_kafka_metadata_t, FreeWith<rd_kafka_metadata_destroy>>;
using TopicPtr = std::unique_ptr<rd_kafka_topic_t, FreeWith<rd_kafka_topic_destroy>>;

// A client that only asks. It is a consumer because a producer's question creates the topic where
// the brokers allow that.
struct Inquirer {
  ClientContext context;
  HandlePtr handle;
};

Result<std::unique_ptr<Inquirer>> make_inquirer(const ClientSettings& client) {
  auto inquirer = std::make_unique<Inquirer>();
  inquirer->context.log = client.log;
  CENTINELA_TRY(
      ConfigurationPtr configuration,
      make_configuration(
          client, {{"allow.auto.create.topics", "false"}}, inquirer->context, rd_kafka_version()));
  CENTINELA_TRY(inquirer->handle, make_handle(RD_KAFKA_CONSUMER, std::move(configuration)));
  return inquirer;
}

Error no_answer(const Inquirer& inquirer, const ClientSettings& client, milliseconds timeout) {
  const auto& last = inquirer.context.last_error;
  return Error{
      last ? last->code : Errc::unavailable,
      fmt::format(
          "no broker of kafka.bootstrap_servers '{}' answered within {} ms{}{}: start Kafka or "
          "mend the address",
          client.bootstrap_servers,
          timeout.count(),
          last ? "; last heard: " : "",
          last ? last->detail : "")};
}

Result<MetadataPtr> ask(Inquirer& inquirer, const std::string& topic, milliseconds timeout) {
  const TopicPtr handle{rd_kafka_topic_new(inquirer.handle.get(), topic.c_str(), nullptr)};
  if (!handle) {
    return to_error(rd_kafka_last_error(), topic);
  }
  const rd_kafka_metadata_t* metadata = nullptr;
  const rd_kafka_resp_err_t code = rd_kafka_metadata(
      inquirer.handle.get(), 0, handle.get(), &metadata, to_milliseconds(timeout));
  MetadataPtr owned{metadata};
  rd_kafka_poll(inquirer.handle.get(), 0);  // what the client complained of meanwhile
  CENTINELA_TRY(to_result(code, topic));
  return owned;
}

std::string creating_command(const TopicNeed& need, const ClientSettings& client, int brokers) {
  return fmt::format(
      "kafka-topics.sh --bootstrap-server {} --create --topic {} --partitions {} "
      "--replication-factor {}",
      client.bootstrap_servers,
      need.name,
      need.suggested_partitions,
      std::clamp(brokers, 1, 3));
}

Result<TopicFound> judge(const rd_kafka_metadata_t& metadata,
                         const TopicNeed& need,
                         const ClientSettings& client) {
  if (metadata.topic_cnt != 1) {
    return Error{Errc::internal,
                 fmt::format("the brokers' answer about topic {} is not about it", need.name)};
  }
  const rd_kafka_metadata_topic_t& topic = metadata.topics[0];
  if (topic.err == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART ||
      topic.err == RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC ||
      topic.err == RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION) {
    return Error{Errc::unavailable,
                 fmt::format("topic {} ({}) does not exist; create it: {}",
                             need.name,
                             need.config_key,
                             creating_command(need, client, metadata.broker_cnt))};
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
  TopicFound found{.name = need.name, .partitions = topic.partition_cnt};
  for (int i = 0; i < topic.partition_cnt; ++i) {
    found.replicas = std::max(found.replicas, topic.partitions[i].replica_cnt);
  }
  return found;
}

void append(std::optional<Error>& all, const Error& error) {
  if (!all) {
    all = error;
  } else {
    all->detail += "\n" + error.detail;
  }
}

}  // namespace

Result<std::vector<TopicFound>> check_topics(const ClientSettings& client,
                                             std::span<const TopicNeed> needs,
                                             milliseconds timeout) {
  CENTINELA_TRY(const std::unique_ptr<Inquirer> inquirer, make_inquirer(client));
  const auto deadline = Clock::now() + timeout;
  std::vector<TopicFound> found;
  std::optional<Error> missing;  // all of them in one go: the user mends once
  for (const TopicNeed& need : needs) {
    const auto left = std::chrono::duration_cast<milliseconds>(deadline - Clock::now());
    const Result<MetadataPtr> metadata = ask(*inquirer, need.name, std::max(left, milliseconds{1}));
    if (!metadata) {
      return metadata.error().code == Errc::unavailable ? no_answer(*inquirer, client, timeout)
                                                        : metadata.error();
    }
    if (Result<TopicFound> topic = judge(**metadata, need, client); topic) {
      found.push_back(*std::move(topic));
    } else {
      append(missing, topic.error());
    }
  }
  if (missing) {
    return *missing;
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
