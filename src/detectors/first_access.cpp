// D11 first_access: is this a class, tool, action or destination that nobody like this one uses?
//
// View: principal. Family: novelty. Statistic: hierarchical rarity with back-off to team and
// tenant (e), counted in active days. Never pages by itself: novelty contributes to fusion.
// Cold start: what half the team does is no news. Abstains before three active days.
#include "centinela/detectors/detectors.h"

#include <fmt/format.h>

#include <cmath>

namespace centinela::detectors {
namespace {

using state::Attribute;

std::string_view words_for(Attribute attribute) noexcept {
  switch (attribute) {
    case Attribute::record_class:
      return "opened data of class";
    case Attribute::tool:
      return "used the tool";
    case Attribute::destination:
      return "sent data to";
    case Attribute::conversation_log:
      return "read conversation logs";
    case Attribute::class_action:
      return "did this to data of class";
    default:
      return "used the action";
  }
}

std::uint64_t named_value(const Event& event, const state::Sight& sight) noexcept {
  return sight.attribute == Attribute::class_action ? event.resource.record_class.value()
                                                    : sight.value;
}

}  // namespace

void first_access(const Input& input, EvidenceList& out) noexcept {
  const state::Scene& scene = input.scene;
  if (scene.is_late) {
    return;
  }
  for (const features::SightNovelty& seen : input.appraisal.novelties) {
    const features::Novelty& novelty = seen.novelty;
    if (state::is_origin(seen.sight.attribute) || !novelty.has_history) {
      continue;
    }
    const std::uint64_t opportunity =
        hash_combine(hash_combine(static_cast<std::uint64_t>(scene.local.day), seen.sight.value),
                     static_cast<std::uint64_t>(seen.sight.attribute));
    Evidence evidence =
        begin_evidence(DetectorId::first_access, scene, scene.principal_key, opportunity);
    evidence.unit = Unit::days;
    evidence.p_value = novelty.p;
    evidence.p_at_least = novelty.p;
    evidence.observed = novelty.own_days;
    evidence.expected_low = 1;
    evidence.expected_high = novelty.own_total;
    evidence.route_max = Route::digest;
    evidence.effective_samples = novelty.own_total;
    evidence.word = named_value(scene.event, seen.sight);
    evidence.facts = {static_cast<double>(seen.sight.attribute),
                      novelty.peers_share,
                      novelty.group_days,
                      static_cast<double>(scene.event.action)};
    quote_peers(evidence, scene.group.snapshot.members, 0, input.settings.peers_told_min);
    out.push_back(evidence);
  }
}

std::string first_access_sentence(const Evidence& evidence, const SentenceWords& words) {
  const auto attribute = static_cast<Attribute>(static_cast<std::uint8_t>(evidence.facts[0]));
  const auto action = static_cast<Action>(static_cast<std::uint8_t>(evidence.facts[3]));
  std::string what;
  if (attribute == Attribute::action) {
    what = fmt::format("used the action \"{}\"", to_word(action));
  } else if (attribute == Attribute::conversation_log) {
    what = fmt::format("did \"{}\" on transcripts or prompt logs", to_word(action));
  } else if (attribute == Attribute::class_action) {
    what = fmt::format("did \"{}\" on data of class {}", to_word(action), words.word);
  } else {
    what = fmt::format("{} {}", words_for(attribute), words.word);
  }
  std::string sentence = fmt::format("{} {} on {} of {} known active days",
                                     words.entity,
                                     what,
                                     days_seen(evidence.observed),
                                     number(std::round(evidence.expected_high)));
  if (evidence.peers > 0) {
    const std::string days =
        evidence.facts[2] < 0.5
            ? "none"
            : count_of(std::round(evidence.facts[2]), "active day", "active days");
    sentence += fmt::format(", and on {} of {} peers", days, evidence.peers);
  }
  return sentence + ".";
}

}  // namespace centinela::detectors
