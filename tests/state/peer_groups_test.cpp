#include "centinela/state/peer_groups.h"

#include "support/event_builder.h"

#include <gtest/gtest.h>

namespace centinela::state {
namespace {

using testing_support::at;

constexpr TenantToken tenant{1};
constexpr WordToken role{5};

GroupPath path_of(std::uint64_t team) {
  return group_path(tenant, PrincipalKind::human, role, WordToken{team});
}

PeerDelta hour_of(double x, std::int64_t day = 20'000) {
  PeerDelta delta;
  delta.kind = PeerDelta::Kind::hour_window;
  delta.day = day;
  delta.bin = 10;
  delta.x = x;
  delta.n = 1;
  delta.after.add(x, 1);
  delta.after.add(x, 1);
  return delta;
}

class Groups : public testing::Test {
 protected:
  void tell(std::uint64_t team, const PeerDelta& delta) {
    groups_.defer(path_of(team), PrincipalKind::human, delta);
  }
  void publish() {
    now_ = now_ + snapshot_interval;
    groups_.publish(now_);
  }
  PeerSnapshot& team(std::uint64_t id) {
    return groups_.touch(path_of(id), PrincipalKind::human).snapshot;
  }
  PeerGroup& group(const EntityKey& key) {
    PeerGroup* found = groups_.find(key);
    CENTINELA_CHECK(found != nullptr);
    return *found;
  }
  PeerSnapshot& whole_role() { return group(path_of(1).role).snapshot; }

  PeerGroups groups_{64};
  EventTime now_ = at("2026-06-01T09:00:00Z");
};

TEST_F(Groups, merge_early_when_too_many_wait_and_judge_by_the_old_snapshot_until_the_boundary) {
  PeerGroups bounded{64, 10};
  for (int i = 0; i < 95; ++i) {
    bounded.merge_when_full();
    EXPECT_LE(bounded.deferred(), 10U);
    bounded.defer(path_of(1), PrincipalKind::human, hour_of(i));
    tell(1, hour_of(i));
  }
  const PeerSnapshot& early = bounded.touch(path_of(1), PrincipalKind::human).snapshot;
  EXPECT_EQ(early.version, 0U);
  EXPECT_EQ(early.members, 0);
  publish();
  bounded.publish(EventTime{} + snapshot_interval);
  EXPECT_EQ(early.hour.mean, team(1).hour.mean);
  EXPECT_EQ(bounded.deferred(), 0U);
}

TEST_F(Groups, change_only_at_the_boundary_of_an_interval) {
  const double before = team(1).hour.mean;
  for (int member = 0; member < 12; ++member) {
    tell(1, hour_of(40));
  }
  EXPECT_EQ(team(1).members, 0);
  EXPECT_EQ(team(1).hour.mean, before);
  publish();
  EXPECT_EQ(team(1).members, 12);
  EXPECT_GT(team(1).hour.mean, 2 * before);
}

// However long its two members have been watched, they are not the measure of a third.
TEST_F(Groups, let_a_team_of_two_lean_on_the_mean_of_its_role) {
  const auto long_watched = [](double x) {
    PeerDelta delta = hour_of(x);
    for (int window = 0; window < 400; ++window) {
      delta.after.add(x, 1);
    }
    return delta;
  };
  for (int member = 0; member < 40; ++member) {
    tell(1, long_watched(6));
  }
  tell(2, long_watched(12));
  tell(2, long_watched(12));
  publish();
  EXPECT_LT(team(2).hour.mean, 10);
  EXPECT_GT(team(2).hour.mean, whole_role().hour.mean + 1);
}

// Two who happen to be alike do not prove that nobody in the team may differ.
TEST_F(Groups, let_a_team_of_two_speak_with_the_spread_of_its_role) {
  const auto spread = [](const PeerSnapshot& snapshot) {
    return snapshot.hour.between_variance / (snapshot.hour.mean * snapshot.hour.mean);
  };
  for (int member = 0; member < 40; ++member) {
    tell(1, hour_of(5 + member));
  }
  tell(2, hour_of(20));
  tell(2, hour_of(20));
  publish();
  EXPECT_EQ(team(2).members, 2);
  EXPECT_GT(spread(whole_role()), 0.1);
  EXPECT_GT(spread(team(2)), 0.6 * spread(whole_role()));
}

TEST_F(Groups, judge_a_new_team_by_its_role_from_the_first_moment) {
  for (int member = 0; member < 40; ++member) {
    tell(1, hour_of(20));
  }
  publish();
  EXPECT_EQ(team(9).hour, whole_role().hour);
  EXPECT_EQ(team(9).members, 0) << "but it has no members to quote";
}

TEST_F(Groups, quote_the_highest_of_28_days_and_no_older) {
  constexpr std::int64_t day = 20'605;
  now_ = window_start(day, one_day);
  tell(1, hour_of(71, day));
  tell(1, hour_of(30, day + 1));
  publish();
  EXPECT_EQ(team(1).highest_hour, 71);
  now_ = window_start(day + 28, one_day);
  tell(1, hour_of(12, day + 28));
  publish();
  EXPECT_EQ(team(1).highest_hour, 30);
}

TEST(HighestByDay, holds_each_day_for_28_days) {
  HighestByDay highest;
  EXPECT_EQ(highest.highest_until(100), 0);
  highest.add(50, 100);
  highest.add(40, 100);
  EXPECT_EQ(highest.highest_until(127), 50);
  EXPECT_EQ(highest.highest_until(128), 0);
  highest.add(8, 120);
  EXPECT_EQ(highest.highest_until(121), 50);
  highest.add(9, 128);
  EXPECT_EQ(highest.highest_until(128), 9) << "day 100 has left, day 120 had less";
  highest.add(70, 99);
  EXPECT_EQ(highest.highest_until(128), 9) << "what is too old to count does not";
}

TEST_F(Groups, replace_what_a_member_said_before) {
  PeerDelta first = hour_of(20);
  tell(1, first);
  publish();
  PeerDelta second = hour_of(20);
  second.before = first.after;
  tell(1, second);
  publish();
  EXPECT_EQ(team(1).members, 1);
}

TEST_F(Groups, see_what_moves_most_of_their_members_at_once) {
  const std::int64_t slice = window_index(now_, common_mode_slice);
  team(1);
  for (int member = 0; member < 12; ++member) {
    PeerDelta delta;
    delta.kind = PeerDelta::Kind::slice;
    delta.day = slice;
    delta.x = 30;
    delta.n = 10;
    tell(1, delta);
  }
  publish();
  EXPECT_EQ(team(1).common_mode.all().factor, 1) << "the slice is still open";
  now_ = window_start(slice + 1, common_mode_slice);
  publish();
  EXPECT_GT(team(1).common_mode.all().factor, 2);
  EXPECT_EQ(team(1).common_mode.all().peers, 12);
  now_ = window_start(slice + 6, common_mode_slice);
  publish();
  EXPECT_EQ(team(1).common_mode.all().factor, 1) << "the past hour is over";
}

TEST_F(Groups, learn_which_hours_are_busy_once_a_day) {
  for (int i = 0; i < 100; ++i) {
    PeerDelta busy = hour_of(20);
    busy.n = 2;
    tell(1, busy);
    PeerDelta quiet = hour_of(5);
    quiet.bin = 20;
    quiet.n = 0.5;
    tell(1, quiet);
  }
  publish();
  const Season& season = group(path_of(1).team).season;
  EXPECT_EQ(season.hour_of_week[10], 1) << "not before the day is over";
  now_ = now_ + one_day;
  tell(1, hour_of(6));
  publish();
  EXPECT_GT(season.hour_of_week[10], 1.2F);
  EXPECT_LT(season.hour_of_week[20], 0.8F);
  EXPECT_GT(season.hour_of_week[34], 1.0F) << "the same hour on another day leans that way";
}

TEST(GroupPath, is_the_same_for_the_same_words_and_differs_by_each) {
  const GroupPath path = path_of(1);
  EXPECT_EQ(path.team, path_of(1).team);
  EXPECT_NE(path.team, path_of(2).team);
  EXPECT_EQ(path.role, path_of(2).role);
  EXPECT_NE(path.kind, group_path(tenant, PrincipalKind::bot, role, WordToken{1}).kind);
  EXPECT_NE(path.team, group_path(TenantToken{2}, PrincipalKind::human, role, WordToken{1}).team);
}

}  // namespace
}  // namespace centinela::state
