// D10 purpose_consent: is data used for a purpose that is not the role's, or without consent?
//
// View: principal. Family: justification; an invariant for special-class records without consent.
// Statistic: accesses of the day for a purpose outside the role's registry (reference.purposes) or
// with records that lack consent, beta-binomial against team and own past (f); and over weeks the
// CUSUM of that share against a reference 28 days behind (g).
// Gate: at least 5 such accesses a day; of the creep 10 in all on 3 days. Creep is a ticket.
// Cold start: the registry, then the team's rate. Abstains where neither purpose nor consent comes.
// Map: GDPR Art. 5(1)(b), 6, 7; no technique of ATT&CK fits.
#include "centinela/detectors/detectors.h"

#include <fmt/format.h>

#include <algorithm>

namespace centinela::detectors {
namespace {

constexpr Leg share_leg = 0;
constexpr Leg creep_leg = 1;
constexpr Leg special_leg = 2;

void judge_special(const Input& input, EvidenceList& out) noexcept {
  const state::Scene& scene = input.scene;
  const Event& event = scene.event;
  if (event.context.without_consent <= 0 || event.resource.sensitivity != Sensitivity::special) {
    return;
  }
  Evidence evidence = begin_daily(DetectorId::purpose_consent, scene, special_leg);
  evidence.family = Family::invariant;
  evidence.unit = Unit::records;
  evidence.is_invariant = true;
  evidence.invariant_route = Route::page;
  evidence.passes_gate = true;
  evidence.p_value = 1e-5;
  evidence.p_at_least = evidence.p_value;
  evidence.observed = static_cast<double>(event.context.without_consent);
  evidence.would_not_fire_below = 1;
  evidence.word = event.context.purpose.value();
  out.push_back(evidence);
}

// Every day of a creep that goes on is the same story: it is told again only where it got much
// worse.
std::uint64_t share_opportunity(const state::Scene& scene, std::uint64_t today) noexcept {
  const auto& drift = scene.principal.drift;
  if (!drift || drift->leg(state::DriftKind::off_purpose).cusum.sum <= 0) {
    return today;
  }
  const state::DriftLegState& leg = drift->leg(state::DriftKind::off_purpose);
  return hash_combine(hash_combine(static_cast<std::uint64_t>(DetectorId::purpose_consent),
                                   scene.principal_key.hash()),
                      hash_combine(static_cast<std::uint64_t>(leg.since), share_leg));
}

void judge_share(const Input& input, EvidenceList& out) noexcept {
  const state::Scene& scene = input.scene;
  const state::RateTrack& track = scene.principal.rate(state::RateKind::off_purpose);
  const stats::BetaPrior& team = scene.group.snapshot.rate_of(state::RateKind::off_purpose);
  const stats::BetaBinomial model = state::rate_model(track, team);
  Evidence evidence = begin_daily(DetectorId::purpose_consent, scene, share_leg);
  evidence.opportunity = share_opportunity(scene, evidence.opportunity);
  evidence.unit = Unit::accesses;
  tell_rate(evidence, model, track.hits);
  constexpr double gate = 5;
  evidence.passes_gate = track.hits >= gate && track.hits >= 2 * model.mean();
  evidence.effective_samples = track.past_trials;
  evidence.word = scene.event.context.purpose.value();
  evidence.facts = {track.trials, team.mean(), 0, 0};
  quote_peers(evidence, scene.group.snapshot.members, 0, input.settings.peers_told_min);
  out.push_back(evidence);
}

void judge_creep(const Input& input, EvidenceList& out) noexcept {
  const state::Scene& scene = input.scene;
  const state::DriftLegState& leg = scene.principal.drift->leg(state::DriftKind::off_purpose);
  if (leg.cusum.sum <= 0 || leg.days < state::drift_cold_days) {
    return;
  }
  Evidence evidence =
      begin_evidence(DetectorId::purpose_consent,
                     scene,
                     scene.principal_key,
                     hash_combine(static_cast<std::uint64_t>(leg.since), creep_leg));
  evidence.leg = creep_leg;
  evidence.unit = Unit::accesses;
  evidence.p_value =
      state::drift_p(leg.cusum.sum, scene.group.snapshot.drift_of(state::DriftKind::off_purpose));
  evidence.p_at_least = evidence.p_value;
  evidence.position = leg.strongest;
  evidence.observed = leg.rise_x;
  evidence.expected_high = leg.rise_expected;
  evidence.expected_low = std::min(leg.rise_expected, leg.rise_x);
  evidence.route_max = Route::ticket;
  evidence.passes_gate = leg.rise_x - leg.rise_expected >= 10 && leg.rise_days >= 3;
  evidence.effective_samples = leg.days;
  evidence.facts = {
      leg.rise_trials, static_cast<double>(leg.since), static_cast<double>(leg.cusum.steps_up), 0};
  out.push_back(evidence);
}

}  // namespace

void purpose_consent(const Input& input, EvidenceList& out) noexcept {
  const state::Scene& scene = input.scene;
  if (scene.is_late) {
    return;
  }
  if (scene.aside.is_off_purpose) {
    judge_special(input, out);
    judge_share(input, out);
  }
  if (scene.is_first_of_day && scene.principal.drift) {
    judge_creep(input, out);
  }
}

std::string purpose_consent_sentence(const Evidence& evidence, const SentenceWords& words) {
  if (evidence.leg == special_leg) {
    return fmt::format("{} used {} of a special class without consent; expected 0.",
                       words.entity,
                       count_of(evidence.observed, "record", "records"));
  }
  const double trials = std::max(evidence.facts[0], 1.0);
  if (evidence.leg == creep_leg) {
    return fmt::format(
        "Over {} the accesses of {} without consent or outside its role's purposes rose to {} of "
        "{} ({:.1f} %); {} were expected after the weeks before. Such a rise is {} for one "
        "principal and day.",
        count_of(evidence.facts[2], "working day", "working days"),
        words.entity,
        number(evidence.observed),
        number(trials),
        100 * evidence.observed / trials,
        number(evidence.expected_high),
        odds(evidence.p_at_least));
  }
  return fmt::format(
      "{} of {} accesses of {} {} lack consent or serve a purpose outside its role's; {} is "
      "expected. That many or more is {}.",
      number(evidence.observed),
      number(trials),
      words.entity,
      words.window,
      range(evidence.expected_low, evidence.expected_high),
      odds(evidence.p_at_least));
}

}  // namespace centinela::detectors
