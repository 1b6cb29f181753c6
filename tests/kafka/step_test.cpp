#include "kafka/step.h"

#include <gtest/gtest.h>

namespace centinela::kafka {
namespace {

constexpr StepFlags retriable{.is_retriable = true};
constexpr StepFlags abortable{.is_abortable = true};
constexpr StepFlags fatal{.is_fatal = true};
constexpr rd_kafka_resp_err_t alive = RD_KAFKA_RESP_ERR_NO_ERROR;

TEST(Step, that_was_fenced_is_fenced_whatever_the_flags_say) {
  for (const StepFlags flags : {retriable, abortable, fatal, StepFlags{}}) {
    EXPECT_EQ(verdict_of(RD_KAFKA_RESP_ERR__FENCED, flags, alive), StepVerdict::fenced);
    EXPECT_EQ(verdict_of(RD_KAFKA_RESP_ERR_PRODUCER_FENCED, flags, alive), StepVerdict::fenced);
    EXPECT_EQ(verdict_of(RD_KAFKA_RESP_ERR__STATE, flags, RD_KAFKA_RESP_ERR__FENCED),
              StepVerdict::fenced);
  }
}

TEST(Step, of_a_member_that_the_group_has_lost_waits_until_it_has_joined_again) {
  for (const rd_kafka_resp_err_t code : {RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION,
                                         RD_KAFKA_RESP_ERR_UNKNOWN_MEMBER_ID,
                                         RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID}) {
    EXPECT_EQ(verdict_of(code, abortable, alive), StepVerdict::stale_member);
  }
}

TEST(Step, is_repeated_aborted_or_begun_with_a_new_producer_as_its_flags_say) {
  constexpr auto code = RD_KAFKA_RESP_ERR__TIMED_OUT;
  EXPECT_EQ(verdict_of(code, retriable, alive), StepVerdict::again);
  EXPECT_EQ(verdict_of(code, abortable, alive), StepVerdict::abort);
  EXPECT_EQ(verdict_of(code, fatal, alive), StepVerdict::rebuild);
  EXPECT_EQ(verdict_of(code, {}, alive), StepVerdict::rebuild) << "nobody knows: not again";
  EXPECT_EQ(verdict_of(code, retriable, RD_KAFKA_RESP_ERR_OUT_OF_ORDER_SEQUENCE_NUMBER),
            StepVerdict::rebuild);
}

TEST(Step, that_lacks_a_right_for_good_says_which) {
  constexpr auto code = RD_KAFKA_RESP_ERR_TRANSACTIONAL_ID_AUTHORIZATION_FAILED;
  EXPECT_EQ(verdict_of(code, fatal, code), StepVerdict::failed);
}

TEST(Step, of_a_record_too_large_is_refused_and_of_a_full_queue_repeated) {
  EXPECT_EQ(step_of_send(RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE, alive, "t").verdict,
            StepVerdict::refused);
  EXPECT_EQ(step_of_send(RD_KAFKA_RESP_ERR__QUEUE_FULL, alive, "t").verdict, StepVerdict::again);
  EXPECT_EQ(step_of_send(RD_KAFKA_RESP_ERR__STATE, alive, "t").verdict, StepVerdict::abort);
  EXPECT_EQ(
      step_of_send(RD_KAFKA_RESP_ERR__FATAL, RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH, "t").verdict,
      StepVerdict::fenced);
}

}  // namespace
}  // namespace centinela::kafka
