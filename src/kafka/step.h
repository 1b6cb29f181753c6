// What librdkafka's errors of a transaction come to. Floor 9, private to this module, pure.
#pragma once

#include "kafka/client.h"
#include "kafka/transactions.h"

#include <string_view>

namespace centinela::kafka {

// What an error of this code and these flags means; `death` is the fatal error of the handle, if
// any. The code comes before the flags: librdkafka 2.0.2 flags _FENCED as abortable now and then.
struct StepFlags {
  bool is_retriable = false;
  bool is_abortable = false;
  bool is_fatal = false;
};
[[nodiscard]] StepVerdict verdict_of(rd_kafka_resp_err_t code,
                                     StepFlags flags,
                                     rd_kafka_resp_err_t death) noexcept;

[[nodiscard]] Step step_of(const rd_kafka_error_t& error,
                           rd_kafka_resp_err_t death,
                           std::string_view what);
// Of a record that the queue did not take.
[[nodiscard]] Step step_of_send(rd_kafka_resp_err_t code,
                                rd_kafka_resp_err_t death,
                                std::string_view topic);

}  // namespace centinela::kafka
