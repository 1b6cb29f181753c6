#include "centinela/state/recent_ids.h"

#include "centinela/base/rng.h"
#include "centinela/state/archive.h"

#include <gtest/gtest.h>

#include <unordered_map>

namespace centinela::state {
namespace {

constexpr EventTime start{1'700'000'000'000};
constexpr Duration day = RecentIds::memory;
constexpr Duration tick{1};

EventIdToken id(std::uint64_t value) {
  return EventIdToken{value};
}

TEST(RecentIds, know_an_id_for_exactly_a_day) {
  RecentIds at_the_edge;
  EXPECT_FALSE(at_the_edge.seen_before(id(1), start));
  EXPECT_TRUE(at_the_edge.seen_before(id(1), start + day));
  RecentIds past_the_edge;
  EXPECT_FALSE(past_the_edge.seen_before(id(1), start));
  EXPECT_FALSE(past_the_edge.seen_before(id(1), start + day + tick));
}

TEST(RecentIds, know_an_id_again_for_a_day_after_it_had_expired) {
  RecentIds ids;
  EXPECT_FALSE(ids.seen_before(id(1), start));
  EXPECT_FALSE(ids.seen_before(id(1), start + day + tick));
  EXPECT_TRUE(ids.seen_before(id(1), start + 2 * day));
}

TEST(RecentIds, take_a_receipt_that_goes_back_for_a_duplicate) {
  RecentIds ids;
  EXPECT_FALSE(ids.seen_before(id(1), start));
  EXPECT_TRUE(ids.seen_before(id(1), start - one_hour));
}

TEST(RecentIds, agree_with_a_map_of_what_was_seen_last) {
  Rng rng(34);
  RecentIds ids;
  std::unordered_map<std::uint64_t, EventTime> last;
  EventTime now = start;
  for (int step = 0; step < 60000; ++step) {
    now = now + Duration{static_cast<std::int64_t>(rng.below(30'000))};
    const std::uint64_t value = 1 + rng.below(4000);
    const auto known = last.find(value);
    const bool expected = known != last.end() && now - known->second <= day;
    ASSERT_EQ(ids.seen_before(id(value), now), expected) << "step " << step;
    last[value] = now;
  }
  EXPECT_EQ(ids.early_turnovers(), 0U);
}

TEST(RecentIds, turn_over_early_when_full_and_say_so) {
  RecentIds ids(64);
  for (std::uint64_t value = 1; value <= 200; ++value) {
    EXPECT_FALSE(ids.seen_before(id(value), start));
  }
  EXPECT_GT(ids.early_turnovers(), 0U);
  EXPECT_LE(ids.size(), 64U);
  EXPECT_TRUE(ids.seen_before(id(200), start)) << "the latest are still known";
  EXPECT_FALSE(ids.seen_before(id(1), start)) << "the first are forgotten";
}

TEST(RecentIds, come_back_with_what_they_know) {
  RecentIds ids;
  for (std::uint64_t value = 1; value <= 3000; ++value) {
    ids.seen_before(id(value), start + Duration{static_cast<std::int64_t>(value) * 60'000});
  }
  StateWriter writer;
  ids.describe(writer);
  const std::string bytes = std::move(writer).take();
  RecentIds restored;
  StateReader reader(bytes);
  restored.describe(reader);
  ASSERT_TRUE(reader.ok());
  const EventTime now = start + Duration{3000 * 60'000};
  for (std::uint64_t value = 1; value <= 3100; ++value) {
    ASSERT_EQ(restored.seen_before(id(value), now), ids.seen_before(id(value), now)) << value;
  }
}

}  // namespace
}  // namespace centinela::state
