#include "kafka/inquirer.h"

#include <fmt/format.h>

#include <algorithm>

namespace centinela::kafka {
namespace {

using std::chrono::milliseconds;
using TopicPtr = std::unique_ptr<rd_kafka_topic_t, FreeWith<rd_kafka_topic_destroy>>;

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

}  // namespace

// It is a consumer because a producer's question creates the topic where the brokers allow that.
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

Result<MetadataPtr> ask_about(Inquirer& inquirer,
                              const ClientSettings& client,
                              const std::string& topic,
                              milliseconds timeout) {
  const TopicPtr handle{rd_kafka_topic_new(inquirer.handle.get(), topic.c_str(), nullptr)};
  if (!handle) {
    return to_error(rd_kafka_last_error(), topic);
  }
  const rd_kafka_metadata_t* metadata = nullptr;
  const rd_kafka_resp_err_t code = rd_kafka_metadata(
      inquirer.handle.get(), 0, handle.get(), &metadata, to_milliseconds(timeout));
  MetadataPtr owned{metadata};
  rd_kafka_poll(inquirer.handle.get(), 0);  // what the client complained of meanwhile
  if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return classify(code) == Errc::unavailable ? no_answer(inquirer, client, timeout)
                                               : to_error(code, topic);
  }
  return owned;
}

Result<const rd_kafka_metadata_topic_t*> topic_of(const MetadataPtr& metadata,
                                                  const std::string& topic) {
  if (metadata->topic_cnt != 1) {
    return Error{Errc::internal,
                 fmt::format("the brokers' answer about topic {} is not about it", topic)};
  }
  return metadata->topics;
}

bool is_missing(const rd_kafka_metadata_topic_t& topic) noexcept {
  return topic.err == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART ||
         topic.err == RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC ||
         topic.err == RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION;
}

int replicas_of(const rd_kafka_metadata_topic_t& topic) noexcept {
  int replicas = 0;
  for (int i = 0; i < topic.partition_cnt; ++i) {
    replicas = std::max(replicas, topic.partitions[i].replica_cnt);
  }
  return replicas;
}

}  // namespace centinela::kafka
