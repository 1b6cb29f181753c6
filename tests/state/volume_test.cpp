#include "centinela/state/volume.h"

#include <gtest/gtest.h>

#include <cmath>

namespace centinela::state {
namespace {

constexpr stats::GroupPrior team{6, 18, 3};
constexpr WindowClock daily(std::int64_t day) {
  return {1.0, day / 7};
}

// Closes one day with that count.
ClosedWindow close_day(VolumeTrack& track, std::int64_t day, std::int64_t x, double p = 1) {
  track.window = day;
  track.x = x;
  track.smallest_p = p;
  return close_window(track, team, daily(day), 0.5);
}

VolumeTrack settled(std::int64_t days, std::int64_t x) {
  VolumeTrack track;
  for (std::int64_t day = 0; day < days; ++day) {
    close_day(track, day, x);
  }
  return track;
}

TEST(Predict, judges_somebody_unknown_by_the_team) {
  const VolumeView view = predict({}, team, 2, 0);
  EXPECT_DOUBLE_EQ(view.self.mean, 12) << "six, at an hour twice as busy";
  EXPECT_FALSE(view.has_lagged);
  EXPECT_EQ(view.p_above_mid(9), view.self.p_above_mid(9));
}

TEST(Predict, comes_to_expect_what_somebody_does) {
  const VolumeTrack track = settled(60, 14);
  EXPECT_NEAR(predict(track, team, 1, 9).self.mean, 14, 1);
}

TEST(CloseWindow, teaches_nothing_when_the_window_was_judged_too_surprising) {
  VolumeTrack track = settled(30, 6);
  const stats::CountModel before = track.model;
  const stats::MemberSums sums = track.sums;
  const ClosedWindow closed = close_day(track, 30, 7, 1e-4);
  EXPECT_EQ(track.model, before);
  EXPECT_EQ(closed.sums_after.x, sums.x) << "nor does it teach the peers";
  ASSERT_EQ(track.quarantine.size(), 1U);
  EXPECT_EQ(track.quarantine[0].window, 30);
  EXPECT_EQ(track.windows_learnt, 30);
}

TEST(CloseWindow, quarantines_what_only_its_end_made_surprising) {
  VolumeTrack track = settled(30, 6);
  const std::int64_t far = predict(track, team, 1, 4).self.first_at_most(1e-4);
  close_day(track, 30, far, 1);
  EXPECT_EQ(track.quarantine.size(), 1U);
}

TEST(CloseWindow, cuts_what_it_learns_to_the_99_percent_quantile) {
  VolumeTrack unusual = settled(30, 6);
  VolumeTrack at_quantile = unusual;
  const stats::NegativeBinomial expected = predict(unusual, team, 1, 4).self;
  const std::int64_t high = expected.first_at_most(1e-3) - 1;
  const std::int64_t quantile = expected.quantile(0.99);
  ASSERT_GT(high, quantile);
  close_day(unusual, 30, high);
  close_day(at_quantile, 30, quantile);
  EXPECT_TRUE(unusual.quarantine.empty());
  EXPECT_EQ(unusual.model, at_quantile.model);
  EXPECT_EQ(unusual.sums.x, at_quantile.sums.x);
}

TEST(CloseWindow, releases_a_held_window_after_a_fortnight_without_a_step) {
  VolumeTrack held = settled(30, 6);
  close_day(held, 30, 60, 1e-6);
  VolumeTrack without = settled(30, 6);
  for (std::int64_t day = 31; day <= 43; ++day) {
    close_day(held, day, 6);
    close_day(without, day, 6);
    ASSERT_EQ(held.quarantine.size(), 1U);
  }
  close_day(held, 44, 6);
  close_day(without, 44, 6);
  EXPECT_TRUE(held.quarantine.empty());
  EXPECT_GT(held.model.mean(), without.model.mean());
  EXPECT_LT(held.model.mean(), without.model.mean() * 1.05);
}

TEST(CloseWindow, comes_to_expect_a_level_that_is_held_day_after_day) {
  VolumeTrack moved = settled(60, 6);
  const double at_first = moved.model.mean();
  for (std::int64_t day = 60; day < 240; ++day) {
    close_day(moved, day, 30);
    EXPECT_LT(moved.model.mean(), at_first * std::pow(1.03, day - 58)) << "no step, day " << day;
  }
  EXPECT_GT(moved.model.mean(), 18) << "half a year later most of it is usual";
  VolumeTrack ruled = settled(60, 6);
  ruled.keeps_quarantine = true;
  const double usual = ruled.model.mean();
  for (std::int64_t day = 60; day < 120; ++day) {
    close_day(ruled, day, 60, 1e-6);
  }
  EXPECT_LE(ruled.model.mean(), usual) << "what was ruled malicious teaches nothing";
}

TEST(ReleaseQuarantine, leaves_alone_what_was_not_ruled_on) {
  VolumeTrack ruled = settled(30, 6);
  close_day(ruled, 30, 60, 1e-6);
  close_day(ruled, 31, 60, 1e-6);
  release_quarantine(ruled, team, 31, 31);
  ASSERT_EQ(ruled.quarantine.size(), 1U);
  EXPECT_EQ(ruled.quarantine[0].window, 30);
}

TEST(ReleaseQuarantine, lets_a_window_teach_that_is_still_open) {
  VolumeTrack ruled = settled(30, 6);
  VolumeTrack unruled = ruled;
  ruled.window = 30;
  release_quarantine(ruled, team, 30, 30);
  close_day(ruled, 30, 60, 1e-6);
  close_day(unruled, 30, 60, 1e-6);
  EXPECT_TRUE(ruled.quarantine.empty());
  EXPECT_EQ(unruled.quarantine.size(), 1U);
  EXPECT_GT(ruled.model.mean(), unruled.model.mean());
}

TEST(CloseWindow, never_learns_what_a_malicious_ruling_holds) {
  VolumeTrack held = settled(30, 6);
  VolumeTrack without = held;
  held.keeps_quarantine = true;
  close_day(held, 30, 60, 1e-6);
  for (std::int64_t day = 31; day <= 50; ++day) {
    close_day(held, day, 6);
    close_day(without, day, 6);
  }
  EXPECT_TRUE(held.quarantine.empty()) << "what is over its time makes room";
  EXPECT_EQ(held.model.mean(), without.model.mean());
}

TEST(ReleaseQuarantine, teaches_more_than_time_does) {
  VolumeTrack ruled = settled(30, 6);
  close_day(ruled, 30, 60, 1e-6);
  const double before = ruled.model.mean();
  release_quarantine(ruled, team, 30, 30);
  EXPECT_TRUE(ruled.quarantine.empty());
  EXPECT_GT(ruled.model.mean(), before);
  EXPECT_LT(std::log(ruled.model.mean() / before), 0.0301) << "drift of a mature model is capped";
}

TEST(CloseWindow, never_keeps_more_than_four_held_windows) {
  VolumeTrack track = settled(30, 6);
  for (std::int64_t day = 30; day < 38; ++day) {
    close_day(track, day, 80, 1e-6);
  }
  EXPECT_EQ(track.quarantine.size(), 4U);
  EXPECT_EQ(track.quarantine[0].window, 34);
}

TEST(Predict, compares_with_four_weeks_ago_once_there_were_four) {
  const VolumeTrack track = settled(8 * 7, 6);
  EXPECT_TRUE(predict(track, team, 1, 8).has_lagged);
  EXPECT_FALSE(predict(settled(3 * 7, 6), team, 1, 3).has_lagged);
}

TEST(Predict, remembers_the_old_level_while_a_slow_rise_moves_its_own) {
  VolumeTrack track = settled(8 * 7, 6);
  for (std::int64_t day = 56; day < 84; ++day) {
    close_day(track, day, 6 + (day - 55) / 3);
  }
  const VolumeView view = predict(track, team, 1, 12);
  ASSERT_TRUE(view.has_lagged);
  EXPECT_LT(view.lagged.mean, view.self.mean);
  EXPECT_NEAR(view.p_above_mid(24), 2 * view.lagged.p_above_mid(24), 1e-12);
  EXPECT_EQ(&view.quoted(), &view.self) << "a sentence quotes the leg that expects more";
}

TEST(VolumeView, never_says_more_than_one) {
  VolumeView view;
  view.self = {6, 0.3};
  view.lagged = {6, 0.3};
  view.has_lagged = true;
  for (std::int64_t x = 0; x < 60; ++x) {
    EXPECT_LE(view.p_above_mid(x), 1);
    EXPECT_GT(view.p_above_mid(x), 0);
    EXPECT_GE(view.p_at_least(x), view.p_above_mid(x));
    EXPECT_LE(view.pit(x, 0.0), view.pit(x, 0.999));
  }
}

TEST(CloseWindow, tells_the_peers_the_difference_that_it_made) {
  VolumeTrack track = settled(5, 6);
  const ClosedWindow closed = close_day(track, 5, 7);
  EXPECT_EQ(closed.window, 5);
  EXPECT_EQ(closed.x, 7);
  EXPECT_EQ(closed.sums_after.x, track.sums.x);
  EXPECT_GT(closed.sums_after.windows, closed.sums_before.windows);
  EXPECT_EQ(track.x, 0);
  EXPECT_EQ(track.smallest_p, 1);
}

}  // namespace
}  // namespace centinela::state
