#include "kafka/step.h"

#include <fmt/format.h>

namespace centinela::kafka {
namespace {

bool is_fencing(rd_kafka_resp_err_t code) noexcept {
  return classify(code) == Errc::fenced;
}

// The group has gone on without us; what we judged meanwhile may be another's. That the instance
// was fenced is not said of another process only: a consumer that rejoins fences its own former
// member. A rival tells itself by the consumer's and the producer's own errors.
bool is_stale(rd_kafka_resp_err_t code) noexcept {
  return code == RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID ||
         code == RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION ||
         code == RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID ||
         code == RD_KAFKA_RESP_ERR_REBALANCE_IN_PROGRESS;
}

// What passes only when somebody changes it, and cannot be waited for.
bool is_hopeless(rd_kafka_resp_err_t code) noexcept {
  return code == RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED ||
         code == RD_KAFKA_RESP_ERR_INVALID_TRANSACTION_TIMEOUT ||
         code == RD_KAFKA_RESP_ERR_OFFSET_METADATA_TOO_LARGE ||
         code == RD_KAFKA_RESP_ERR_UNSUPPORTED_VERSION ||
         code == RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE;
}

std::string_view hint_of(rd_kafka_resp_err_t code) noexcept {
  switch (code) {
    case RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED:
      return "; grant this client's user the rights of kafka.commit: transactional: kafka-acls.sh "
             "--add --allow-principal User:… --operation Describe --operation Write "
             "--resource-pattern-type prefixed --transactional-id GROUP, or use kafka.commit: "
             "at_least_once";
    case RD_KAFKA_RESP_ERR_OFFSET_METADATA_TOO_LARGE:
      return "; the brokers' offset.metadata.max.bytes must be at least 4096, or use "
             "kafka.commit: at_least_once";
    default:
      return "";
  }
}

}  // namespace

StepVerdict verdict_of(rd_kafka_resp_err_t code,
                       StepFlags flags,
                       rd_kafka_resp_err_t death) noexcept {
  if (flags.is_abortable && is_stale(code)) {
    return StepVerdict::stale_member;
  }
  if (is_fencing(code) || is_fencing(death)) {
    return StepVerdict::fenced;
  }
  if (is_hopeless(code) || is_hopeless(death)) {
    return StepVerdict::failed;
  }
  if (flags.is_fatal || death != RD_KAFKA_RESP_ERR_NO_ERROR) {
    return StepVerdict::rebuild;
  }
  if (flags.is_abortable) {
    return StepVerdict::abort;
  }
  return flags.is_retriable ? StepVerdict::again : StepVerdict::rebuild;
}

Step step_of(const rd_kafka_error_t& error, rd_kafka_resp_err_t death, std::string_view what) {
  const rd_kafka_resp_err_t code = rd_kafka_error_code(&error);
  const StepFlags flags{rd_kafka_error_is_retriable(&error) != 0,
                        rd_kafka_error_txn_requires_abort(&error) != 0,
                        rd_kafka_error_is_fatal(&error) != 0};
  return {verdict_of(code, flags, death),
          fmt::format("{}: {} ({}){}",
                      what,
                      rd_kafka_error_string(&error),
                      rd_kafka_error_name(&error),
                      hint_of(code))};
}

Step step_of_send(rd_kafka_resp_err_t code, rd_kafka_resp_err_t death, std::string_view topic) {
  Step step{StepVerdict::abort, to_error(code, topic).detail};
  if (is_fencing(code) || is_fencing(death)) {
    step.verdict = StepVerdict::fenced;
  } else if (death != RD_KAFKA_RESP_ERR_NO_ERROR) {
    step.verdict = StepVerdict::rebuild;
  } else if (code == RD_KAFKA_RESP_ERR__QUEUE_FULL) {
    step.verdict = StepVerdict::again;
  } else if (classify(code) == Errc::bad_data) {
    step.verdict = StepVerdict::refused;
  }
  return step;
}

}  // namespace centinela::kafka
