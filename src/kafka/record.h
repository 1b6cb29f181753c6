// A record as Kafka delivered it, borrowed from the consumer until its next poll. Floor 9.
// Names and payloads are in here: it goes to the decoder or to the dead letters, nowhere else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

struct rd_kafka_message_s;

namespace centinela::kafka {

struct Header {
  std::string_view name;
  std::optional<std::string_view> value;  // nullopt: null, which is not empty
};

// The headers of one record, parsed on first use; borrowed like the record.
class RecordHeaders {
 public:
  RecordHeaders() noexcept = default;
  explicit RecordHeaders(const rd_kafka_message_s* message) noexcept : message_(message) {}

  [[nodiscard]] std::size_t size() const noexcept;
  // nullopt past the last one.
  [[nodiscard]] std::optional<Header> at(std::size_t index) const noexcept;
  // The last header of that name, as Kafka's own clients take it; nullopt when absent or null.
  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const noexcept;

 private:
  const rd_kafka_message_s* message_ = nullptr;
};

struct KafkaRecord {
  std::string_view topic;
  std::uint16_t topic_index = 0;  // into ConsumerSettings::topics
  std::int32_t partition = 0;
  std::int64_t offset = 0;
  std::int64_t timestamp_ms = -1;         // -1: the broker keeps none
  std::string_view key;                   // data() is null when there is no key
  std::optional<std::string_view> value;  // nullopt: a tombstone, which is not an empty value
  RecordHeaders headers;
};

}  // namespace centinela::kafka
