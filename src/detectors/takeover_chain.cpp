// D37 takeover_chain: was an account turned over step by step, beginning with staff?
//
// View: data subject, 72 hours. Family: integrity. Statistic: P(completed | begun) in the tenant:
// contact data changed by staff, then a reset or another second factor, then payout or address;
// completed chains over first steps, with 1 in 1 000 believed at first.
// Gate: all three steps. A first step with a reason on record (the customer asked for it) raises a
// ticket at most. Cold start: the prior. Abstains where no producer names fields or changes.
#include "centinela/detectors/detectors.h"

#include <fmt/format.h>

#include <algorithm>

namespace centinela::detectors {

void takeover_chain(const Input& input, EvidenceList& out) noexcept {
  const state::TakeoverSight& sight = input.scene.takeover;
  if (sight.track == nullptr) {
    return;
  }
  const state::TakeoverTrack& track = *sight.track;
  constexpr std::uint64_t one_chain = 1;
  Evidence evidence = begin_evidence(
      DetectorId::takeover_chain,
      input.scene,
      sight.subject,
      hash_combine(one_chain, static_cast<std::uint64_t>(track.steps[0].position.offset.value())));
  evidence.unit = Unit::steps;
  evidence.observed = static_cast<double>(state::takeover_steps);
  evidence.expected_high = 1;
  evidence.p_value = std::clamp(sight.p, 1e-9, 1.0);
  evidence.p_at_least = evidence.p_value;
  evidence.would_not_fire_below = evidence.observed;
  evidence.passes_gate = true;
  evidence.route_max = track.is_explained ? Route::ticket : Route::page;
  const bool is_one_person = track.steps[0].principal == track.steps[2].principal;
  evidence.facts = {
      static_cast<double>((track.steps[2].time - track.steps[0].time).count()) / 60'000,
      is_one_person ? 1.0 : 2.0,
      track.is_explained ? 1.0 : 0.0,
      0};
  for (const state::Visit& step : track.steps) {
    evidence.position = step.position;
    out.push_back(evidence);
  }
}

std::string takeover_chain_sentence(const Evidence& evidence, const SentenceWords& words) {
  return fmt::format(
      "Within {} {} had contact data changed by staff{}, then a reset or another second "
      "factor, then payout or address, {}. So complete a chain is {}.",
      minutes_long(evidence.facts[0]),
      words.entity,
      evidence.facts[2] > 0 ? " with a reason on record" : " without a reason on record",
      evidence.facts[1] < 1.5 ? "all by one person" : "by more than one",
      odds(evidence.p_at_least));
}

}  // namespace centinela::detectors
