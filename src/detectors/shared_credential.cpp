// D36 shared_credential: is one credential used in two places in turns?
//
// View: principal. Family: origin. Statistic: runs of A, B, A, B between two devices or networks,
// each turn back within a quarter of an hour. A day with turns has the share of the principal's
// days that had one, (n + ½)/(N + 1); each further turn of the run is taken as likely as a coin
// that fell the same way, ½.
// Gate: at least 3 turns back. Cold start: abstains for five closed days.
// Abstains for bots and AI agents, and where neither device nor network is sent.
#include "centinela/detectors/detectors.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace centinela::detectors {

void shared_credential(const Input& input, EvidenceList& out) noexcept {
  const state::Scene& scene = input.scene;
  if (!scene.aside.has_alternated) {
    return;
  }
  const state::CredentialTrack& track = *scene.principal.credential;
  constexpr double days_min = 5;
  if (track.days < days_min) {
    return;
  }
  const auto turns = static_cast<double>(track.alternations);
  constexpr double gate = 3;
  Evidence evidence = begin_daily(DetectorId::shared_credential, scene, 0);
  evidence.unit = Unit::alternations;
  evidence.p_value =
      std::max(share_of_days(track.alternating_days, track.days) * std::exp2(1 - turns), 1e-9);
  evidence.p_at_least = evidence.p_value;
  evidence.observed = turns;
  evidence.expected_high = track.alternating_days > 0 ? 1 : 0;
  evidence.would_not_fire_below = gate;
  evidence.passes_gate = turns >= gate;
  evidence.effective_samples = track.days;
  const auto& uses = track.uses;
  const bool is_concurrent = uses.size() >= 2 && uses.back().session != 0 &&
                             uses[uses.size() - 2].session != 0 &&
                             uses.back().session != uses[uses.size() - 2].session;
  // A telephone beside the desk is common; two sessions in turns are not.
  evidence.route_max = is_concurrent ? Route::page : Route::ticket;
  evidence.facts = {track.alternating_days, track.days, is_concurrent ? 1.0 : 0.0, 0};
  out.push_back(evidence);
}

std::string shared_credential_sentence(const Evidence& evidence, const SentenceWords& words) {
  return fmt::format(
      "{} was used in two places in turns {}, back and forth {} within minutes{}; that happened on "
      "{} of {} known days. So long a run is {}.",
      words.entity,
      words.window,
      count_of(evidence.observed, "time", "times"),
      evidence.facts[2] > 0 ? ", in two sessions at once" : "",
      days_seen(evidence.facts[0]),
      days_seen(evidence.facts[1]),
      odds(evidence.p_at_least));
}

}  // namespace centinela::detectors
