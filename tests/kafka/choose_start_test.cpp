#include "kafka/consumer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace centinela::kafka {
namespace {

using ::testing::HasSubstr;

// Records 100 to 199 of partition 3 are retained.
StartPosition position(std::optional<std::int64_t> committed) {
  return {.partition = {"data-access", 3},
          .committed = committed,
          .metadata = {},
          .low = 100,
          .high = 200};
}

std::int64_t start(std::optional<std::int64_t> committed, StartPolicy policy) {
  const Result<std::int64_t> outcome = choose_start(position(committed), policy, "centinela");
  EXPECT_TRUE(outcome);
  return outcome ? *outcome : -1;
}

TEST(ChooseStart, takes_a_retained_committed_offset_whatever_the_policy) {
  for (const StartPolicy policy : {StartPolicy::earliest, StartPolicy::latest, StartPolicy::fail}) {
    EXPECT_EQ(start(150, policy), 150);
    EXPECT_EQ(start(100, policy), 100);
    EXPECT_EQ(start(200, policy), 200) << "an offset at the end waits for the next record";
  }
}

TEST(ChooseStart, answers_a_new_group_by_policy) {
  EXPECT_EQ(start(std::nullopt, StartPolicy::earliest), 100);
  EXPECT_EQ(start(std::nullopt, StartPolicy::latest), 200);
}

TEST(ChooseStart, reads_all_that_is_left_when_retention_overtook_the_group) {
  EXPECT_EQ(start(99, StartPolicy::earliest), 100);
  EXPECT_EQ(start(99, StartPolicy::latest), 100);
}

TEST(ChooseStart, answers_a_log_that_ends_before_the_committed_offset_by_policy) {
  EXPECT_EQ(start(201, StartPolicy::earliest), 100);
  EXPECT_EQ(start(201, StartPolicy::latest), 200);
}

TEST(ChooseStart, refuses_under_fail_and_says_how_to_mend_it) {
  const Result<std::int64_t> missing =
      choose_start(position(std::nullopt), StartPolicy::fail, "centinela");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, Errc::config);
  EXPECT_EQ(missing.error().detail,
            "data-access[3]: expected a committed offset of group centinela within 100..200, found "
            "no committed "
            "offset: set kafka.start to earliest or latest, or the offset with "
            "kafka-consumer-groups.sh --group "
            "centinela --topic data-access:3 --reset-offsets --to-earliest --execute");
  const Result<std::int64_t> lost = choose_start(position(7), StartPolicy::fail, "centinela");
  ASSERT_FALSE(lost);
  EXPECT_THAT(lost.error().detail, HasSubstr("found offset 7, which is not retained"));
}

TEST(StartPosition, tells_a_lost_committed_offset_from_a_retained_one) {
  EXPECT_FALSE(position(std::nullopt).is_committed_lost());
  EXPECT_FALSE(position(100).is_committed_lost());
  EXPECT_FALSE(position(200).is_committed_lost());
  EXPECT_TRUE(position(99).is_committed_lost());
  EXPECT_TRUE(position(201).is_committed_lost());
}

}  // namespace
}  // namespace centinela::kafka
