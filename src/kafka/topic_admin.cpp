#include "kafka/topic_admin.h"

#include "kafka/inquirer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <memory>

namespace centinela::kafka {
namespace {

using std::chrono::milliseconds;
using AdminOptionsPtr =
    std::unique_ptr<rd_kafka_AdminOptions_t, FreeWith<rd_kafka_AdminOptions_destroy>>;
using ResourcePtr =
    std::unique_ptr<rd_kafka_ConfigResource_t, FreeWith<rd_kafka_ConfigResource_destroy>>;
using NewTopicPtr = std::unique_ptr<rd_kafka_NewTopic_t, FreeWith<rd_kafka_NewTopic_destroy>>;

struct Admin {
  const ClientSettings& client;
  std::unique_ptr<Inquirer> inquirer;
  QueuePtr queue;

  [[nodiscard]] rd_kafka_t* handle() const noexcept { return inquirer->handle.get(); }
};

Result<Admin> make_admin(const ClientSettings& client) {
  Admin admin{.client = client, .inquirer = nullptr, .queue = nullptr};
  CENTINELA_TRY(admin.inquirer, make_inquirer(client));
  admin.queue.reset(rd_kafka_queue_new(admin.handle()));
  return admin;
}

// Waits for the one answer that is asked for.
Result<EventPtr> answer(const Admin& admin, milliseconds timeout, std::string_view what) {
  EventPtr event{rd_kafka_queue_poll(admin.queue.get(), to_milliseconds(timeout))};
  if (!event) {
    return Error{Errc::unavailable, fmt::format("{}: no broker answered in time", what)};
  }
  CENTINELA_TRY(to_result(rd_kafka_event_error(event.get()), what));
  return event;
}

AdminOptionsPtr options_for(const Admin& admin,
                            rd_kafka_admin_op_t operation,
                            milliseconds timeout) {
  AdminOptionsPtr options{rd_kafka_AdminOptions_new(admin.handle(), operation)};
  std::array<char, 256> error{};
  rd_kafka_AdminOptions_set_request_timeout(
      options.get(), to_milliseconds(timeout), error.data(), error.size());
  return options;
}

Result<std::optional<TopicShape>> partitions_of(const Admin& admin,
                                                const std::string& name,
                                                milliseconds timeout,
                                                int& brokers) {
  CENTINELA_TRY(const MetadataPtr metadata,
                ask_about(*admin.inquirer, admin.client, name, timeout));
  brokers = metadata->broker_cnt;
  CENTINELA_TRY(const rd_kafka_metadata_topic_t* topic, topic_of(metadata, name));
  if (is_missing(*topic)) {
    return std::optional<TopicShape>{};
  }
  CENTINELA_TRY(to_result(topic->err, "topic " + name));
  TopicShape shape;
  shape.name = name;
  shape.partitions = topic->partition_cnt;
  shape.replicas = replicas_of(*topic);
  return std::optional{std::move(shape)};
}

// False when the broker that was asked does not know the topic: it may be another one than that of
// the metadata, and hear of a new topic later.
Result<bool> read_settings(const Admin& admin, TopicShape& shape, milliseconds timeout) {
  const ResourcePtr resource{
      rd_kafka_ConfigResource_new(RD_KAFKA_RESOURCE_TOPIC, shape.name.c_str())};
  const AdminOptionsPtr options = options_for(admin, RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, timeout);
  std::array<rd_kafka_ConfigResource_t*, 1> resources{resource.get()};
  rd_kafka_DescribeConfigs(
      admin.handle(), resources.data(), resources.size(), options.get(), admin.queue.get());
  const std::string what = "settings of topic " + shape.name;
  CENTINELA_TRY(const EventPtr event, answer(admin, timeout, what));
  const rd_kafka_DescribeConfigs_result_t* result =
      rd_kafka_event_DescribeConfigs_result(event.get());
  std::size_t count = 0;
  const rd_kafka_ConfigResource_t** found =
      rd_kafka_DescribeConfigs_result_resources(result, &count);
  if (count != 1) {
    return Error{Errc::internal, what + ": the brokers' answer is not about it"};
  }
  const rd_kafka_resp_err_t code = rd_kafka_ConfigResource_error(found[0]);
  if (code == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART) {
    return false;
  }
  CENTINELA_TRY(to_result(code, what));
  std::size_t entries = 0;
  const rd_kafka_ConfigEntry_t** entry = rd_kafka_ConfigResource_configs(found[0], &entries);
  for (std::size_t i = 0; i < entries; ++i) {
    const char* value = rd_kafka_ConfigEntry_value(entry[i]);
    shape.settings[rd_kafka_ConfigEntry_name(entry[i])] = value == nullptr ? "" : value;
  }
  return true;
}

}  // namespace

Result<std::vector<std::optional<TopicShape>>> describe_topics(const ClientSettings& client,
                                                               std::span<const std::string> names,
                                                               milliseconds timeout,
                                                               int& brokers) {
  CENTINELA_TRY(const Admin admin, make_admin(client));
  std::vector<std::optional<TopicShape>> shapes;
  for (const std::string& name : names) {
    CENTINELA_TRY(std::optional<TopicShape> shape, partitions_of(admin, name, timeout, brokers));
    if (shape) {
      CENTINELA_TRY(const bool is_known, read_settings(admin, *shape, timeout));
      if (!is_known) {
        shape.reset();
      }
    }
    shapes.push_back(std::move(shape));
  }
  return shapes;
}

Result<void> create_topics(const ClientSettings& client,
                           std::span<const TopicShape> topics,
                           milliseconds timeout) {
  CENTINELA_TRY(const Admin admin, make_admin(client));
  for (const TopicShape& topic : topics) {
    std::array<char, 512> error{};
    const NewTopicPtr wanted{rd_kafka_NewTopic_new(
        topic.name.c_str(), topic.partitions, topic.replicas, error.data(), error.size())};
    if (!wanted) {
      return Error{Errc::config, fmt::format("topic {}: {}", topic.name, error.data())};
    }
    for (const auto& [name, value] : topic.settings) {
      CENTINELA_TRY(
          to_result(rd_kafka_NewTopic_set_config(wanted.get(), name.c_str(), value.c_str()), name));
    }
    const AdminOptionsPtr options = options_for(admin, RD_KAFKA_ADMIN_OP_CREATETOPICS, timeout);
    std::array<rd_kafka_NewTopic_t*, 1> list{wanted.get()};
    rd_kafka_CreateTopics(
        admin.handle(), list.data(), list.size(), options.get(), admin.queue.get());
    const std::string what = "creating topic " + topic.name;
    CENTINELA_TRY(const EventPtr event, answer(admin, timeout, what));
    std::size_t count = 0;
    const rd_kafka_topic_result_t** made = rd_kafka_CreateTopics_result_topics(
        rd_kafka_event_CreateTopics_result(event.get()), &count);
    for (std::size_t i = 0; i < count; ++i) {
      const rd_kafka_resp_err_t code = rd_kafka_topic_result_error(made[i]);
      if (code != RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS) {
        const char* words = rd_kafka_topic_result_error_string(made[i]);
        CENTINELA_TRY(
            to_result(code, words == nullptr ? what : fmt::format("{}: {}", what, words)));
      }
    }
  }
  return {};
}

}  // namespace centinela::kafka
