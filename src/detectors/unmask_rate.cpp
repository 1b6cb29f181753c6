// D20 unmask_rate: are full identifiers revealed more often than the work needs?
//
// View: principal. Family: integrity. Statistic: unmaskings of the day's views, beta-binomial
// against the team's rate and the principal's own closed days (f).
// Gate: at least 10 unmaskings and twice the expected. Cold start: the team's rate.
// Abstains for everything but an unmasking, and where the producer sends no views to be a share of.
#include "centinela/detectors/detectors.h"

#include <fmt/format.h>

namespace centinela::detectors {

void unmask_rate(const Input& input, EvidenceList& out) noexcept {
  const state::Scene& scene = input.scene;
  const state::RateTrack& track = scene.principal.rate(state::RateKind::unmask);
  if (!scene.aside.is_unmask_of_views || scene.is_late || track.hits <= 0) {
    return;
  }
  const stats::BetaPrior& team = scene.group.snapshot.rate_of(state::RateKind::unmask);
  const stats::BetaBinomial model = state::rate_model(track, team);
  Evidence evidence = begin_daily(DetectorId::unmask_rate, scene, 0);
  evidence.unit = Unit::attempts;
  tell_habit(evidence, model, track.hits);
  constexpr double gate = 10;
  evidence.passes_gate = track.hits >= gate && track.hits >= 2 * model.mean();
  evidence.effective_samples = track.past_trials;
  evidence.facts = {track.trials, team.mean(), 0, 0};
  quote_peers(evidence, scene.group.snapshot.members, 0, input.settings.peers_told_min);
  out.push_back(evidence);
}

std::string unmask_rate_sentence(const Evidence& evidence, const SentenceWords& words) {
  return fmt::format(
      "{} revealed the full identifier in {} of {} views {} ({:.0f} %); {} is expected (team "
      "{:.0f} %). That many or more is {}.",
      words.entity,
      number(evidence.observed),
      number(evidence.facts[0]),
      words.window,
      100 * evidence.observed / evidence.facts[0],
      range(evidence.expected_low, evidence.expected_high),
      100 * evidence.facts[1],
      odds(evidence.p_at_least));
}

}  // namespace centinela::detectors
