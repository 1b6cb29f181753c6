// Inquirer: a Kafka client that asks the brokers about topics and never makes one by asking.
// Floor 9, private to this module like client.h. One thread, blocks.
#pragma once

#include "kafka/client.h"

#include <chrono>
#include <memory>
#include <string>

namespace centinela::kafka {

using MetadataPtr = std::unique_ptr<const rd_kafka_metadata_t, FreeWith<rd_kafka_metadata_destroy>>;

struct Inquirer {
  ClientContext context;
  HandlePtr handle;
};

// Error: config, when the client refuses its settings.
[[nodiscard]] Result<std::unique_ptr<Inquirer>> make_inquirer(const ClientSettings& client);

// What is known of one topic; a missing one is an answer too, in its `err`. Error: unavailable,
// with what was heard last, when no broker answers; config when they refuse us.
[[nodiscard]] Result<MetadataPtr> ask_about(Inquirer& inquirer,
                                            const ClientSettings& client,
                                            const std::string& topic,
                                            std::chrono::milliseconds timeout);

// REQUIRES: an answer of ask_about. Error: internal, when it is about something else.
[[nodiscard]] Result<const rd_kafka_metadata_topic_t*> topic_of(const MetadataPtr& metadata,
                                                                const std::string& topic);

[[nodiscard]] bool is_missing(const rd_kafka_metadata_topic_t& topic) noexcept;
// Of its best kept partition.
[[nodiscard]] int replicas_of(const rd_kafka_metadata_topic_t& topic) noexcept;

}  // namespace centinela::kafka
