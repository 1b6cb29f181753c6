// D9 tainted_chain: did text from outside lead to data that then left?
//
// View: conversation. Family: invariant for all three legs, conversation for two.
// Statistic: a state machine of three legs in order: an access flagged as untrusted input, then a
// read outside the scope (a foreign data subject, or a class that nobody reads under this intent),
// then a way out (share, export, a write to a destination). No text is scanned. Three legs are a
// page. Two with a step that is rarer than 1 in 10 000 for the intent (e) are a ticket.
// Cold start: the machine needs none; the order of steps speaks from 50 conversations on.
// Abstains outside conversations, where no producer flags untrusted input, and for an unknown
// scope, which satisfies no leg.
#include "centinela/detectors/detectors.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace centinela::detectors {
namespace {

constexpr Leg three_legs = 0;
constexpr Leg two_legs = 1;
constexpr double order_p_max = 1e-4;

Evidence begin(const Input& input, Leg leg) noexcept {
  const state::Scene& scene = input.scene;
  const state::ChainTrack& chain = scene.conversation->chain;
  Evidence evidence = begin_evidence(DetectorId::tainted_chain, scene, scene.conversation_key, leg);
  evidence.leg = leg;
  evidence.unit = Unit::accesses;
  evidence.observed = static_cast<double>(chain.reads);
  evidence.would_not_fire_below = 1;
  evidence.word = chain.sensitive_from.value();
  evidence.word_2 = scene.event.destination.value();
  evidence.facts = {static_cast<double>((scene.event.time - chain.tainted).count()) / 1000,
                    static_cast<double>(scene.event.action),
                    0,
                    0};
  evidence.passes_gate = true;
  return evidence;
}

void judge_three(const Input& input, EvidenceList& out) noexcept {
  Evidence evidence = begin(input, three_legs);
  evidence.family = Family::invariant;
  evidence.is_invariant = true;
  evidence.invariant_route = Route::page;
  // Not a statistic: a small number that ranks it above a scope that was broken without a way out.
  evidence.p_value = 1e-7;
  evidence.p_at_least = evidence.p_value;
  // All three legs are evidence; each stands at its own place in the log.
  const state::ChainTrack& chain = input.scene.conversation->chain;
  out.push_back(evidence);
  evidence.position = chain.sensitive_at;
  out.push_back(evidence);
  evidence.position = chain.tainted_at;
  out.push_back(evidence);
}

void judge_two(const Input& input, EvidenceList& out) noexcept {
  const state::Scene& scene = input.scene;
  if (scene.intent == nullptr || !scene.counted.is_new_transition) {
    return;
  }
  constexpr double conversations_min = 50;
  const std::int64_t day = scene.local.day;
  const double conversations = scene.intent->conversations_on(day);
  if (conversations < conversations_min) {
    return;
  }
  const state::ChainTrack& chain = scene.conversation->chain;
  const state::Tally sight{
      state::pair_id(chain.step_before, chain.step), 0, static_cast<std::int32_t>(day)};
  const state::TallyRarity rarity = state::rarity_in(scene.intent->transitions,
                                                     conversations,
                                                     scene.all_intents->transitions,
                                                     scene.all_intents->conversations_on(day),
                                                     sight);
  if (rarity.p > order_p_max) {
    return;
  }
  Evidence evidence = begin(input, two_legs);
  evidence.p_value = rarity.p;
  evidence.p_at_least = rarity.p;
  evidence.route_max = Route::ticket;
  evidence.effective_samples = conversations;
  evidence.facts[2] = conversations;
  evidence.facts[3] = rarity.count;
  out.push_back(evidence);
}

}  // namespace

void tainted_chain(const Input& input, EvidenceList& out) noexcept {
  switch (input.scene.counted.chain_leg) {
    case 2:
      return judge_two(input, out);
    case 3:
      return judge_three(input, out);
    default:
      return;
  }
}

std::string tainted_chain_sentence(const Evidence& evidence, const SentenceWords& words) {
  const auto action = static_cast<Action>(static_cast<std::uint8_t>(evidence.facts[1]));
  const std::string what = words.word.empty() ? std::string{"an unnamed resource"} : words.word;
  const std::string reads = count_of(evidence.observed, "access", "accesses");
  if (evidence.leg == two_legs) {
    return fmt::format(
        "After text from outside, {} made {} to {} outside its scope; this order of steps "
        "occurred in {} of {} conversations with the intent (expected 0).",
        words.entity,
        reads,
        what,
        evidence.facts[3] < 0.5 ? std::string{"none"} : number(std::ceil(evidence.facts[3])),
        number(std::floor(evidence.facts[2])));
  }
  return fmt::format(
      "After text from outside, {} made {} to {} outside its scope and passed data on by '{}'{} "
      "{} s later (expected 0).",
      words.entity,
      reads,
      what,
      to_word(action),
      words.word_2.empty() ? std::string{} : fmt::format(" to {}", words.word_2),
      number(evidence.facts[0]));
}

}  // namespace centinela::detectors
