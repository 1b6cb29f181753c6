#include "support/watched_world.h"

#include <gtest/gtest.h>

namespace centinela::state {
namespace {

using testing_support::at;
using testing_support::EventBuilder;
using testing_support::WatchedWorld;

class Mover : public testing::Test {
 protected:
  void work(std::uint64_t who, std::uint64_t team, int day) {
    for (int hour = 9; hour < 12; ++hour) {
      EventBuilder event(start_ + day * one_day + std::chrono::hours{hour});
      event.by(who).team(5, team).subjects_from(next_customer_, 6);
      next_customer_ += 6;
      watched_.see(event);
    }
  }
  double members(std::uint64_t team) {
    watched_.wait_until(watched_.world.log_time + snapshot_interval);
    const GroupPath path =
        group_path(TenantToken{1}, PrincipalKind::human, WordToken{5}, WordToken{team});
    PeerGroup* group = watched_.world.groups.find(path.team);
    return group == nullptr ? 0 : group->hour.members();
  }

  WatchedWorld watched_;
  EventTime start_ = at("2026-06-01T00:00:00Z");
  std::uint64_t next_customer_ = 1000;
};

TEST_F(Mover, takes_its_sums_along_to_the_new_team) {
  for (int day = 0; day < 4; ++day) {
    work(1, 6, day);
    work(2, 6, day);
    work(3, 7, day);
  }
  ASSERT_EQ(members(6), 2);
  ASSERT_EQ(members(7), 1);
  for (int day = 4; day < 8; ++day) {
    work(1, 7, day);
    work(2, 6, day);
    work(3, 7, day);
  }
  EXPECT_EQ(members(6), 1) << "who has gone is not one of them";
  EXPECT_EQ(members(7), 2) << "who has come counts once";
}

}  // namespace
}  // namespace centinela::state
