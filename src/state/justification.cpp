#include "centinela/state/justification.h"

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

}  // namespace centinela::state
