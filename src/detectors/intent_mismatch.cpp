// D8 intent_mismatch: does a conversation read what its intent has no use for?
//
// View: conversation. Family: novelty. Statistic: rarity of class and action among earlier
// conversations with the intent, all intents of the tenant behind it (e); judged at the first such
// read of a conversation.
// Gate: personal or special data, or named data subjects. Novelty never pages.
// Cold start: the tenant's other intents. Abstains below 50 conversations with the intent, where
// the class is declared for the intent (reference.intents), and without intents.
#include "centinela/detectors/detectors.h"

#include "declared.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace centinela::detectors {
namespace {

constexpr double conversations_min = 50;
constexpr double usual_share = 0.05;

}  // namespace

void intent_mismatch(const Input& input, EvidenceList& out) noexcept {
  const state::Scene& scene = input.scene;
  const Event& event = scene.event;
  if (!scene.counted.is_new_class_action || !event.opens()) {
    return;
  }
  const std::int64_t day = scene.local.day;
  const double conversations = scene.intent->conversations_on(day);
  const std::uint64_t value = state::class_action_of(event);
  if (conversations < conversations_min ||
      scene.intent->class_actions.count(value, day) > usual_share * conversations ||
      is_class_declared(input.settings, event)) {
    return;
  }
  const state::TallyRarity rarity = state::rarity_in(scene.intent->class_actions,
                                                     conversations,
                                                     scene.all_intents->class_actions,
                                                     scene.all_intents->conversations_on(day),
                                                     {value, 0, static_cast<std::int32_t>(day)});
  Evidence evidence =
      begin_evidence(DetectorId::intent_mismatch, scene, scene.conversation_key, value);
  evidence.unit = Unit::conversations;
  evidence.observed = 1;
  evidence.p_value = rarity.p;
  evidence.p_at_least = rarity.p;
  evidence.expected_low = 0;
  evidence.expected_high = rarity.count;
  evidence.would_not_fire_below = 1;
  evidence.route_max = Route::ticket;
  evidence.passes_gate = !event.data_subjects.empty() ||
                         event.resource.sensitivity == Sensitivity::personal ||
                         event.resource.sensitivity == Sensitivity::special;
  evidence.effective_samples = conversations;
  evidence.word = event.resource.record_class.value();
  evidence.word_2 = event.context.intent.value();
  evidence.facts = {conversations, rarity.count, static_cast<double>(event.action), 0};
  out.push_back(evidence);
}

std::string intent_mismatch_sentence(const Evidence& evidence, const SentenceWords& words) {
  const auto action = static_cast<Action>(static_cast<std::uint8_t>(evidence.facts[2]));
  return fmt::format(
      "{} did '{}' on data of class {} under the intent '{}'; {} of {} earlier conversations with "
      "it did.",
      words.entity,
      to_word(action),
      words.word.empty() ? "unknown" : words.word,
      words.word_2,
      evidence.facts[1] < 0.5 ? std::string{"none"} : number(std::ceil(evidence.facts[1])),
      number(std::floor(evidence.facts[0])));
}

}  // namespace centinela::detectors
