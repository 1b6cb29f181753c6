// The headers of a dead letter: Spring's and Kafka Connect's families, so that tools written for
// either find topic, partition, offset and reason; and our own two. Floor 9, pure.
#pragma once

#include "centinela/base/result.h"

#include "kafka/producer.h"
#include "kafka/record.h"

#include <string_view>
#include <vector>

namespace centinela::kafka {

struct DeadLetterReason {
  Errc code = Errc::bad_data;
  std::string_view reason;  // one word, e.g. "oversize": centinela-error-code
  std::string_view detail;  // expected, found, where; never the payload
};

struct DeadLetterOrigin {
  std::string_view group_id;
  std::string_view version;  // of Centinela
};

// The record's own headers, untouched and in order, then both families.
[[nodiscard]] std::vector<OutgoingHeader> dead_letter_headers(const KafkaRecord& record,
                                                              const DeadLetterReason& reason,
                                                              const DeadLetterOrigin& origin);

}  // namespace centinela::kafka
