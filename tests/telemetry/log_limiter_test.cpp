#include "telemetry/log_limiter.h"

#include <gtest/gtest.h>

namespace centinela::telemetry {
namespace {

using std::chrono::seconds;

LogLimiter::Time at(int second) {
  return LogLimiter::Time{} + seconds(second);
}

TEST(LogLimiter, lets_a_message_through_once_a_period) {
  LogLimiter limiter(seconds(10));
  EXPECT_EQ(limiter.admit("lag", at(0)), 0U);
  EXPECT_FALSE(limiter.admit("lag", at(1)).has_value());
  EXPECT_FALSE(limiter.admit("lag", at(9)).has_value());
  EXPECT_EQ(limiter.admit("lag", at(10)), 2U);
  EXPECT_EQ(limiter.admit("lag", at(20)), 0U);
  EXPECT_EQ(limiter.withheld(), 2U);
}

TEST(LogLimiter, does_not_withhold_one_message_because_of_another) {
  LogLimiter limiter(seconds(10));
  EXPECT_EQ(limiter.admit("lag", at(0)), 0U);
  EXPECT_EQ(limiter.admit("disk", at(0)), 0U);
}

TEST(LogLimiter, remembers_a_bounded_number_of_messages) {
  LogLimiter limiter(seconds(10), 2);
  EXPECT_TRUE(limiter.admit("a", at(0)));
  EXPECT_TRUE(limiter.admit("b", at(0)));
  EXPECT_TRUE(limiter.admit("c", at(0)));
  EXPECT_TRUE(limiter.admit("a", at(0))) << "its memory started anew";
}

}  // namespace
}  // namespace centinela::telemetry
