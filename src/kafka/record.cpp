#include "kafka/record.h"

#include "kafka/client.h"

namespace centinela::kafka {
namespace {

rd_kafka_headers_t* headers_of(const rd_kafka_message_s* message) noexcept {
  rd_kafka_headers_t* headers = nullptr;
  if (message == nullptr ||
      rd_kafka_message_headers(message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return nullptr;
  }
  return headers;
}

std::optional<std::string_view> to_value(const void* bytes, std::size_t size) noexcept {
  if (bytes == nullptr) {
    return std::nullopt;
  }
  return std::string_view{static_cast<const char*>(bytes), size};
}

}  // namespace

std::size_t RecordHeaders::size() const noexcept {
  const rd_kafka_headers_t* headers = headers_of(message_);
  return headers == nullptr ? 0 : rd_kafka_header_cnt(headers);
}

std::optional<Header> RecordHeaders::at(std::size_t index) const noexcept {
  const rd_kafka_headers_t* headers = headers_of(message_);
  const char* name = nullptr;
  const void* value = nullptr;
  std::size_t size = 0;
  if (headers == nullptr ||
      rd_kafka_header_get_all(headers, index, &name, &value, &size) != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return std::nullopt;
  }
  return Header{.name = name, .value = to_value(value, size)};
}

std::optional<std::string_view> RecordHeaders::find(std::string_view name) const noexcept {
  // By index, because librdkafka's own search wants a terminated name.
  for (std::size_t i = size(); i > 0; --i) {
    if (const std::optional<Header> header = at(i - 1); header && header->name == name) {
      return header->value;
    }
  }
  return std::nullopt;
}

}  // namespace centinela::kafka
