#include "kafka/dead_letter_headers.h"

#include <array>
#include <type_traits>

namespace centinela::kafka {
namespace {

// Spring's deserialisers read Java's ByteBuffer order.
template <class T>
std::string big_endian(T value) {
  std::string bytes(sizeof(T), '\0');
  auto rest = static_cast<std::make_unsigned_t<T>>(value);
  for (std::size_t i = sizeof(T); i > 0; --i) {
    bytes[i - 1] = static_cast<char>(rest & 0xffU);
    rest = static_cast<std::make_unsigned_t<T>>(rest >> 8U);
  }
  return bytes;
}

void add(std::vector<OutgoingHeader>& headers, std::string_view name, std::string_view value) {
  headers.push_back({.name = std::string{name}, .value = std::string{value}});
}

void add_original(std::vector<OutgoingHeader>& headers, const RecordHeaders& original) {
  const std::size_t size = original.size();
  for (std::size_t i = 0; i < size; ++i) {
    if (const std::optional<Header> header = original.at(i)) {
      OutgoingHeader& copy = headers.emplace_back();
      copy.name = header->name;
      if (header->value) {
        copy.value.emplace(*header->value);
      }
    }
  }
}

void add_spring(std::vector<OutgoingHeader>& headers,
                const KafkaRecord& record,
                const DeadLetterReason& reason,
                const DeadLetterOrigin& origin) {
  add(headers, "kafka_dlt-original-topic", record.topic);
  add(headers, "kafka_dlt-original-partition", big_endian(record.partition));
  add(headers, "kafka_dlt-original-offset", big_endian(record.offset));
  if (record.timestamp_ms >= 0) {
    add(headers, "kafka_dlt-original-timestamp", big_endian(record.timestamp_ms));
    add(headers, "kafka_dlt-original-timestamp-type", "CreateTime");
  }
  add(headers, "kafka_dlt-original-consumer-group", origin.group_id);
  add(headers, "kafka_dlt-exception-fqcn", "centinela.Error");
  add(headers, "kafka_dlt-exception-message", reason.detail);
}

void add_connect(std::vector<OutgoingHeader>& headers,
                 const KafkaRecord& record,
                 const DeadLetterReason& reason) {
  add(headers, "__connect.errors.topic", record.topic);
  add(headers, "__connect.errors.partition", std::to_string(record.partition));
  add(headers, "__connect.errors.offset", std::to_string(record.offset));
  add(headers, "__connect.errors.stage", "VALUE_CONVERTER");
  add(headers, "__connect.errors.exception.class.name", "centinela.Error");
  add(headers, "__connect.errors.exception.message", reason.detail);
}

}  // namespace

std::vector<OutgoingHeader> dead_letter_headers(const KafkaRecord& record,
                                                const DeadLetterReason& reason,
                                                const DeadLetterOrigin& origin) {
  std::vector<OutgoingHeader> headers;
  add_original(headers, record.headers);
  add_spring(headers, record, reason, origin);
  add_connect(headers, record, reason);
  add(headers,
      "centinela-error-code",
      reason.reason.empty() ? to_string(reason.code) : reason.reason);
  add(headers, "centinela-version", origin.version);
  return headers;
}

}  // namespace centinela::kafka
