// D31 confused_deputy: does an AI agent read for somebody what that person never reads?
//
// View: conversation. Family: conversation. Statistic: the rarer must be rare for both: the
// resource class for the person it acts for, with the person's team behind it, and the pair of
// role and class among what the agent reads on behalf of others (e); p is the larger of the two.
// Gate: sensitive data; a ticket at most, because a missing habit is no missing right.
// Cold start: the team; what all agents of the tenant read on behalf of others. Abstains before
// the person's tenth active day, before 50 delegated reads of the agent, and without on_behalf_of.
#include "centinela/detectors/detectors.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace centinela::detectors {

void confused_deputy(const Input& input, EvidenceList& out) noexcept {
  const state::Scene& scene = input.scene;
  const state::AgentSight& sight = scene.agent;
  constexpr double person_days_min = 10;
  constexpr double reads_min = 50;
  constexpr double usual = 0.05;
  if (!sight.is_new_role_class || sight.beneficiary_days < person_days_min ||
      sight.beneficiary_p > usual) {
    return;
  }
  const std::int64_t day = scene.local.day;
  const double reads = sight.delegation->conversations_on(day);
  if (reads < reads_min) {
    return;
  }
  const state::TallyRarity rarity =
      state::rarity_in(sight.delegation->class_actions,
                       reads,
                       sight.all_delegations->class_actions,
                       sight.all_delegations->conversations_on(day),
                       {sight.role_class, 0, static_cast<std::int32_t>(day)});
  const double p = std::max(rarity.p, sight.beneficiary_p);
  if (p > usual) {
    return;
  }
  Evidence evidence =
      begin_evidence(DetectorId::confused_deputy, scene, scene.conversation_key, sight.role_class);
  evidence.unit = Unit::accesses;
  evidence.observed = 1;
  evidence.p_value = p;
  evidence.p_at_least = p;
  evidence.would_not_fire_below = 1;
  evidence.route_max = Route::ticket;
  evidence.passes_gate = true;
  evidence.effective_samples = reads;
  evidence.word = scene.event.resource.record_class.value();
  evidence.facts = {sight.beneficiary_days, reads, rarity.count, 0};
  out.push_back(evidence);
}

std::string confused_deputy_sentence(const Evidence& evidence, const SentenceWords& words) {
  return fmt::format(
      "{} read data of class {} on behalf of a person who hardly ever reads it ({} known days), "
      "and of its {} reads on behalf of others {} were of that kind for such a role.",
      words.entity,
      words.word.empty() ? "unknown" : words.word,
      number(std::floor(evidence.facts[0])),
      number(std::floor(evidence.facts[1])),
      evidence.facts[2] < 0.5 ? std::string{"none"} : number(std::ceil(evidence.facts[2])));
}

}  // namespace centinela::detectors
