#include "centinela/state/world.h"

#include <gtest/gtest.h>

namespace centinela::state {
namespace {

void live(BusyDays& busy, std::int64_t day, int events) {
  for (int i = 0; i < events; ++i) {
    busy.count(day);
  }
}

TEST(BusyDays, compare_a_day_with_its_own_weekday) {
  BusyDays busy;
  for (std::int64_t day = 0; day < 28; ++day) {
    live(busy, day, day % 7 < 2 ? 50 : 200);
  }
  live(busy, 28, 100);
  EXPECT_NEAR(busy.factor_of(28), 2, 0.1) << "twice as busy as such a day";
  EXPECT_NEAR(busy.factor_of(27), 1, 0.1);
  live(busy, 29, 50);
  EXPECT_NEAR(busy.factor_of(28), 2, 0.1);
}

TEST(BusyDays, never_make_anybody_louder_on_a_quiet_day) {
  BusyDays busy;
  for (std::int64_t day = 0; day < 14; ++day) {
    live(busy, day, 100);
  }
  live(busy, 14, 10);
  live(busy, 15, 1);
  EXPECT_EQ(busy.factor_of(14), 1);
}

TEST(BusyDays, know_nothing_of_days_long_past) {
  BusyDays busy;
  live(busy, 5, 100);
  EXPECT_EQ(busy.factor_of(1), 1);
}

}  // namespace
}  // namespace centinela::state
