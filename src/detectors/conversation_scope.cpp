// D5 conversation_scope: has this conversation opened a customer who is not in it?
//
// View: conversation. Family: invariant with an authenticated scope, else conversation.
// Statistic: |opened \ (acting_for ∪ linked)|; one is a ticket, two or any special-class record a
// page. Companion: distinct data subjects per conversation against the bot's own conversations,
// the count model (b), which also speaks where the platform never says who is authenticated; that
// raises a ticket at most.
// Cold start: none for the invariant; the companion has priors. Abstains outside conversations.
#include "centinela/detectors/detectors.h"

#include <fmt/format.h>

#include <algorithm>

namespace centinela::detectors {
namespace {

constexpr Leg foreign_leg = 0;
constexpr Leg many_leg = 1;

void judge_foreign(const Input& input, EvidenceList& out) noexcept {
  const state::Scene& scene = input.scene;
  const state::ConversationState& conversation = *scene.conversation;
  const auto foreign = static_cast<double>(conversation.foreign.size());
  Evidence evidence =
      begin_evidence(DetectorId::conversation_scope, scene, scene.conversation_key, foreign_leg);
  evidence.leg = foreign_leg;
  evidence.family = Family::invariant;
  evidence.is_invariant = true;
  evidence.unit = Unit::data_subjects;
  evidence.observed = foreign;
  evidence.would_not_fire_below = 1;
  evidence.passes_gate = true;
  const bool pages = foreign >= 2 || conversation.special_foreign;
  evidence.invariant_route = pages ? Route::page : Route::ticket;
  // Not a statistic: a number small enough to rank a broken promise above any rarity of its size.
  evidence.p_value = (pages ? 1e-5 : 1e-4) / (foreign * foreign);
  evidence.p_at_least = evidence.p_value;
  evidence.word = scene.event.resource.name.value();
  evidence.word_2 = conversation.acting_for.value();
  evidence.facts = {static_cast<double>(conversation.linked.size()),
                    static_cast<double>((conversation.last - conversation.start).count()) / 1000,
                    static_cast<double>(conversation.opened_count),
                    conversation.special_foreign ? 1.0 : 0.0};
  out.push_back(evidence);
}

void judge_many(const Input& input, EvidenceList& out) noexcept {
  const state::Scene& scene = input.scene;
  const state::ConversationState& conversation = *scene.conversation;
  constexpr double conversations_min = 20;
  if (scene.principal.conversations < conversations_min) {
    return;
  }
  const stats::GroupPrior& prior = scene.group.snapshot.conversation;
  const stats::NegativeBinomial expected = scene.principal.per_conversation.predictive(1, prior);
  const std::int64_t opened = conversation.opened_count;
  Evidence evidence =
      begin_evidence(DetectorId::conversation_scope, scene, scene.conversation_key, many_leg);
  evidence.leg = many_leg;
  evidence.family = Family::conversation;
  evidence.unit = Unit::data_subjects;
  evidence.observed = static_cast<double>(opened);
  evidence.p_value = expected.p_above_mid(opened);
  evidence.p_at_least = expected.p_at_least(opened);
  evidence.expected_low = expected.expected().low;
  evidence.expected_high = expected.expected().high;
  evidence.would_not_fire_below = static_cast<double>(expected.first_at_most(1e-3));
  evidence.route_max = Route::ticket;
  evidence.passes_gate = opened >= 3;
  evidence.effective_samples = scene.principal.conversations;
  out.push_back(evidence);
}

}  // namespace

void conversation_scope(const Input& input, EvidenceList& out) noexcept {
  const state::Scene& scene = input.scene;
  if (scene.conversation == nullptr || scene.is_late) {
    return;
  }
  if (scene.counted.new_foreign > 0) {
    judge_foreign(input, out);
  }
  // Within an authenticated scope the invariant says all there is; a count would say it again.
  if (scene.counted.new_in_conversation > 0 && !scene.conversation->has_scope()) {
    judge_many(input, out);
  }
}

std::string conversation_scope_sentence(const Evidence& evidence, const SentenceWords& words) {
  if (evidence.leg == many_leg) {
    return fmt::format(
        "{} opened {}; {} is expected in a conversation of this bot, that many or more is {}.",
        words.entity,
        count_of(evidence.observed, "customer", "different customers"),
        range(evidence.expected_low, evidence.expected_high),
        odds(evidence.p_at_least));
  }
  const std::string linked =
      evidence.facts[0] > 0
          ? fmt::format(" and {} linked to them", count_of(evidence.facts[0], "person", "people"))
          : std::string{};
  return fmt::format(
      "{} opened data of {} who {} not part of it (expected 0; it acts for {}{}). "
      "Last from {}{}; the conversation had run for {} s.",
      words.entity,
      count_of(evidence.observed, "customer", "customers"),
      evidence.observed < 1.5 ? "is" : "are",
      words.word_2,
      linked,
      words.word.empty() ? "an unnamed resource" : words.word,
      evidence.facts[3] > 0 ? ", special-class data among it" : "",
      number(evidence.facts[1]));
}

}  // namespace centinela::detectors
