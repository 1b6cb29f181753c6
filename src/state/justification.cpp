#include "centinela/state/justification.h"

#include <algorithm>
#include <cmath>

namespace centinela::state {

stats::BetaBinomial justification_model(const JustificationTrack& track,
                                        const stats::BetaPrior& team) noexcept {
  const stats::BetaPrior own = team.posterior(track.past_unexplained, track.past_resolved);
  // However long the past, tomorrow may differ a little: the strength is capped.
  constexpr double strength_max = 200;
  const double strength = own.strength() > strength_max ? strength_max : own.strength();
  return stats::BetaBinomial::of(std::llround(track.resolved),
                                 stats::BetaPrior::from_mean(own.mean(), strength));
}

double justification_p(const JustificationTrack& track,
                       const stats::BetaPrior& team,
                       JustificationTail tail) noexcept {
  const stats::BetaBinomial model = justification_model(track, team);
  return tail == JustificationTail::mid ? model.p_above_mid(track.unexplained)
                                        : model.p_at_least(track.unexplained);
}

JustificationTrack justification_of(const JustificationTrack& track, std::int64_t day) noexcept {
  JustificationTrack account = track;
  if (day == track.day) {
    return account;
  }
  const bool is_last = day == track.last_day;
  account.day = day;
  account.unexplained = is_last ? track.last_unexplained : 0;
  account.resolved = is_last ? track.last_resolved : 0;
  account.explained_late = is_last ? track.last_explained_late : 0;
  return account;
}

void close_justification_day(JustificationTrack& track, const stats::BetaPrior& team) noexcept {
  constexpr double daily_memory = 0.95;
  // Two are always learnt: where none is expected the quantile is none, and none would ever be.
  constexpr double taught_at_least = 2;
  const auto most = static_cast<double>(justification_model(track, team).quantile(0.99));
  const double taught = std::min(track.unexplained, std::max(most, taught_at_least));
  track.past_unexplained = track.past_unexplained * daily_memory + taught;
  track.past_resolved = track.past_resolved * daily_memory + track.resolved;
  track.unexplained = 0;
  track.resolved = 0;
  track.explained_late = 0;
}

}  // namespace centinela::state
