// D34 search_then_open: are customers sought by name and opened without work that leads to them?
//
// View: principal. Family: justification. Statistic: of the customers opened today, those opened
// within ten minutes of a search by name or wildcard with no ticket, conversation, queue, call-back
// or hand-over behind them, beta-binomial against team and own past (f).
// Gate: at least 5. Cold start: the team's rate. A ticket at most: curiosity is a pattern, and
// D4 says what of it nothing explained. Abstains for machines and without such a search.
#include "centinela/detectors/detectors.h"

#include <fmt/format.h>

namespace centinela::detectors {

void search_then_open(const Input& input, EvidenceList& out) noexcept {
  const state::Scene& scene = input.scene;
  if (scene.is_late || scene.aside.opened_by_name == 0) {
    return;
  }
  const state::RateTrack& track = scene.principal.rate(state::RateKind::by_name);
  const stats::BetaPrior& team = scene.group.snapshot.rate_of(state::RateKind::by_name);
  const stats::BetaBinomial model = state::rate_model(track, team);
  Evidence evidence = begin_daily(DetectorId::search_then_open, scene, 0);
  evidence.unit = Unit::data_subjects_per_day;
  tell_habit(evidence, model, track.hits);
  constexpr double gate = 5;
  evidence.passes_gate = track.hits >= gate && track.hits >= 2 * model.mean();
  evidence.route_max = Route::ticket;
  evidence.effective_samples = track.past_trials;
  evidence.facts[0] = track.trials;
  if (const state::SearchTrack* searches = scene.principal.searches.get(); searches != nullptr) {
    evidence.facts[1] = searches->searches;
    evidence.facts[2] = searches->without_hit;
  }
  quote_peers(evidence, scene.group.snapshot.members, 0, input.settings.peers_told_min);
  out.push_back(evidence);
}

std::string search_then_open_sentence(const Evidence& evidence, const SentenceWords& words) {
  std::string sentence = fmt::format(
      "{} looked up {} of {} customers by name {} and opened them without a ticket, conversation "
      "or queue that leads there; {} is expected. That many or more is {}.",
      words.entity,
      number(evidence.observed),
      number(evidence.facts[0]),
      words.window,
      range(evidence.expected_low, evidence.expected_high),
      odds(evidence.p_at_least));
  if (evidence.facts[2] >= 1) {
    sentence += fmt::format(
        " {} of {} searches found nobody.", number(evidence.facts[2]), number(evidence.facts[1]));
  }
  return sentence;
}

}  // namespace centinela::detectors
