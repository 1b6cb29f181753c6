#include "centinela/state/rate_track.h"

#include <algorithm>
#include <cmath>

namespace centinela::state {

stats::BetaBinomial rate_model(const RateTrack& track, const stats::BetaPrior& team) noexcept {
  // Such acts come in clusters (one customer's five documents), so a past of thousands of trials
  // proves no more than 60, and no rate is known to be below 1 in 500.
  constexpr double strength_max = 60;
  constexpr double mean_min = 0.002;
  const stats::BetaPrior own = team.posterior(track.past_hits, track.past_trials);
  return stats::BetaBinomial::of(
      std::llround(track.trials),
      stats::BetaPrior::from_mean(std::max(own.mean(), mean_min),
                                  std::min(own.strength(), strength_max)));
}

std::array<stats::BetaPrior, rate_count> shipped_rates() noexcept {
  return {{{0.4, 3.6}, {0.2, 9.8}, {0.5, 4.5}, {0.1, 9.9}, {1.0, 3.0}}};
}

void close_rate_day(RateTrack& track, const stats::BetaPrior& team) noexcept {
  constexpr double daily_memory = 0.95;
  const auto most = static_cast<double>(rate_model(track, team).quantile(0.99));
  track.past_hits = track.past_hits * daily_memory + std::min(track.hits, most);
  track.past_trials = track.past_trials * daily_memory + track.trials;
  track.hits = 0;
  track.trials = 0;
}

}  // namespace centinela::state
