#include "kafka/dead_letter_headers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace centinela::kafka {
namespace {

using namespace std::string_literals;

KafkaRecord record() {
  KafkaRecord record;
  record.topic = "data-access";
  record.partition = 3;
  record.offset = 1'203'317;
  record.timestamp_ms = 1'763'754'566'389;
  return record;
}

std::optional<std::string> find(const std::vector<OutgoingHeader>& headers, std::string_view name) {
  for (const OutgoingHeader& header : headers) {
    if (header.name == name) {
      return header.value;
    }
  }
  return std::nullopt;
}

std::vector<OutgoingHeader> headers_of(const KafkaRecord& record) {
  return dead_letter_headers(
      record,
      {.code = Errc::bad_data, .reason = "oversize", .detail = "expected at most 64 KiB"},
      {.group_id = "centinela", .version = "0.1.0"});
}

TEST(DeadLetterHeaders, give_spring_its_numbers_in_big_endian) {
  const auto headers = headers_of(record());
  EXPECT_EQ(find(headers, "kafka_dlt-original-topic"), "data-access");
  EXPECT_EQ(find(headers, "kafka_dlt-original-partition"), "\0\0\0\3"s);
  EXPECT_EQ(find(headers, "kafka_dlt-original-offset"), "\0\0\0\0\0\x12\x5c\x75"s);
  EXPECT_EQ(find(headers, "kafka_dlt-original-timestamp"), "\0\0\x01\x9a\xa7\xf6\xe2\xf5"s);
  EXPECT_EQ(find(headers, "kafka_dlt-original-consumer-group"), "centinela");
}

TEST(DeadLetterHeaders, give_connect_its_numbers_in_decimal) {
  const auto headers = headers_of(record());
  EXPECT_EQ(find(headers, "__connect.errors.topic"), "data-access");
  EXPECT_EQ(find(headers, "__connect.errors.partition"), "3");
  EXPECT_EQ(find(headers, "__connect.errors.offset"), "1203317");
  EXPECT_EQ(find(headers, "__connect.errors.exception.message"), "expected at most 64 KiB");
}

TEST(DeadLetterHeaders, name_our_reason_and_version) {
  const auto headers = headers_of(record());
  EXPECT_EQ(find(headers, "centinela-error-code"), "oversize");
  EXPECT_EQ(find(headers, "centinela-version"), "0.1.0");
}

TEST(DeadLetterHeaders, say_the_class_of_the_error_when_there_is_no_reason) {
  const auto headers = dead_letter_headers(record(),
                                           {.code = Errc::bad_data, .reason = "", .detail = "x"},
                                           {.group_id = "g", .version = "1"});
  EXPECT_EQ(find(headers, "centinela-error-code"), to_string(Errc::bad_data));
}

TEST(DeadLetterHeaders, claim_no_timestamp_that_the_broker_did_not_keep) {
  KafkaRecord timeless = record();
  timeless.timestamp_ms = -1;
  EXPECT_EQ(find(headers_of(timeless), "kafka_dlt-original-timestamp"), std::nullopt);
}

}  // namespace
}  // namespace centinela::kafka
