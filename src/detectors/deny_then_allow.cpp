// D22 deny_then_allow: was it refused again and again, and then let in another way?
//
// View: principal. Family: integrity. Statistic: refusals of the day's attempts, beta-binomial
// against team and own past (f); then, within the hour, success on the refused class through
// another role, application, client or tool.
// Gate: at least 5 refusals and the success behind them; refusals alone never leave the digest.
// Cold start: the team's rate. Abstains for everything but a refusal or a success after refusals.
#include "centinela/detectors/detectors.h"

#include <fmt/format.h>

namespace centinela::detectors {
namespace {

constexpr Leg denied_leg = 0;
constexpr Leg let_in_leg = 1;

}  // namespace

void deny_then_allow(const Input& input, EvidenceList& out) noexcept {
  const state::Scene& scene = input.scene;
  const state::Denial* denial = scene.aside.denial;
  const bool is_denied = scene.event.outcome == Outcome::denied;
  if (scene.is_late || (!is_denied && denial == nullptr)) {
    return;
  }
  const state::RateTrack& track = scene.principal.rate(state::RateKind::denied);
  const stats::BetaPrior& team = scene.group.snapshot.rate_of(state::RateKind::denied);
  const Leg leg = denial != nullptr ? let_in_leg : denied_leg;
  Evidence evidence = begin_daily(DetectorId::deny_then_allow, scene, leg);
  evidence.unit = Unit::attempts;
  tell_habit(evidence, state::rate_model(track, team), track.hits);
  evidence.effective_samples = track.past_trials;
  evidence.word = scene.event.resource.record_class.value();
  evidence.facts = {track.trials, 0, 0, team.mean()};
  evidence.route_max = denial != nullptr ? Route::page : Route::digest;
  if (denial != nullptr) {
    constexpr std::int64_t gate = 5;
    evidence.passes_gate = denial->count >= gate;
    evidence.facts[1] = static_cast<double>(denial->count);
    evidence.facts[2] = static_cast<double>((scene.event.time - denial->last).count()) / 1000;
  }
  quote_peers(evidence, scene.group.snapshot.members, 0, input.settings.peers_told_min);
  out.push_back(evidence);
}

std::string deny_then_allow_sentence(const Evidence& evidence, const SentenceWords& words) {
  std::string sentence =
      fmt::format("{} was refused {} of {} attempts {}; {} is expected. That many or more is {}",
                  words.entity,
                  number(evidence.observed),
                  number(evidence.facts[0]),
                  words.window,
                  range(evidence.expected_low, evidence.expected_high),
                  odds(evidence.p_at_least));
  if (evidence.leg == let_in_leg) {
    sentence += fmt::format(
        ". Of these {} were for data of class {}, which then opened in another way {} s later",
        number(evidence.facts[1]),
        words.word,
        number(evidence.facts[2]));
  }
  return sentence + ".";
}

}  // namespace centinela::detectors
