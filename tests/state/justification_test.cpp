#include "centinela/state/justification.h"

#include <gtest/gtest.h>

namespace centinela::state {
namespace {

void live(JustificationTrack& track, const stats::BetaPrior& team, double unexplained, int days) {
  for (int day = 0; day < days; ++day) {
    track.unexplained = unexplained;
    track.resolved = 40;
    close_justification_day(track, team);
  }
}

TEST(Justification, learns_a_lasting_rate_even_where_none_was_expected) {
  const stats::BetaPrior none = stats::BetaPrior::from_mean(1e-4, 1000);
  JustificationTrack track;
  live(track, none, 3, 60);
  EXPECT_GT(track.past_unexplained / track.past_resolved, 0.04) << "3 of 40 are 0.075";
}

TEST(Justification, learns_little_from_one_extreme_day) {
  const stats::BetaPrior usual = stats::BetaPrior::from_mean(0.05, 50);
  JustificationTrack track;
  live(track, usual, 2, 30);
  const double before = track.past_unexplained / track.past_resolved;
  live(track, usual, 40, 1);
  EXPECT_LT(track.past_unexplained / track.past_resolved, before + 0.02);
}

TEST(Justification, ends_the_day) {
  JustificationTrack track;
  live(track, stats::BetaPrior::from_mean(0.05, 50), 2, 1);
  EXPECT_EQ(track.unexplained, 0);
  EXPECT_EQ(track.resolved, 0);
  EXPECT_EQ(track.past_resolved, 40);
}

}  // namespace
}  // namespace centinela::state
