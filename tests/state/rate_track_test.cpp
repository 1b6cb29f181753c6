#include "centinela/state/rate_track.h"

#include <gtest/gtest.h>

namespace centinela::state {
namespace {

const stats::BetaPrior team{1.2, 8.8};  // 12 %

TEST(RateTrack, judges_a_newcomer_by_the_team) {
  RateTrack track;
  track.count(63, 70);
  EXPECT_LT(rate_model(track, team).p_at_least(track.hits), 1e-4);
  RateTrack usual;
  usual.count(8, 70);
  EXPECT_GT(rate_model(usual, team).p_at_least(usual.hits), 0.2);
}

TEST(RateTrack, judges_somebody_whose_work_it_is_by_the_own_past) {
  RateTrack track;
  for (int day = 0; day < 30; ++day) {
    track.count(60, 70);
    close_rate_day(track, team);
  }
  track.count(63, 70);
  EXPECT_GT(rate_model(track, team).p_at_least(track.hits), 0.05);
}

TEST(RateTrack, learns_of_an_extreme_day_only_what_was_to_be_expected) {
  RateTrack track;
  for (int day = 0; day < 20; ++day) {
    track.count(1, 70);
    close_rate_day(track, team);
  }
  const double before = track.past_hits;
  track.count(70, 70);
  close_rate_day(track, team);
  EXPECT_LT(track.past_hits - before, 20);
  EXPECT_EQ(track.hits, 0);
  EXPECT_EQ(track.trials, 0);
}

TEST(RateTrack, has_a_prior_of_a_rate_for_every_kind) {
  for (const stats::BetaPrior& prior : shipped_rates()) {
    EXPECT_GT(prior.mean(), 0);
    EXPECT_LT(prior.mean(), 0.5);
  }
}

}  // namespace
}  // namespace centinela::state
