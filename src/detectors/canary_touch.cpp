// D29 canary_touch: was a record read that no process has a reason to read?
//
// View: any. Family: invariant. Fires at once for an event labelled `canary` or one that names a
// configured canary: opened, retrieved, exported, returned by a tool or found by name. Exempt from
// budget, warm-up and suppression. Cold start: none needed.
#include "centinela/detectors/detectors.h"

#include <fmt/format.h>

#include <algorithm>

namespace centinela::detectors {

void canary_touch(const Input& input, EvidenceList& out) noexcept {
  const state::Scene& scene = input.scene;
  const Event& event = scene.event;
  const auto& canaries = input.settings.canaries;
  const auto touched = std::count_if(
      event.data_subjects.begin(), event.data_subjects.end(), [&](DataSubjectToken data_subject) {
        return std::binary_search(canaries.begin(), canaries.end(), data_subject);
      });
  const bool is_labelled = event.labels.contains(Label::canary);
  if (touched == 0 && !is_labelled) {
    return;
  }
  Evidence evidence = begin_evidence(DetectorId::canary_touch,
                                     scene,
                                     scene.principal_key,
                                     static_cast<std::uint64_t>(scene.local.day));
  evidence.unit = Unit::canary_records;
  evidence.is_invariant = true;
  evidence.invariant_route = Route::page;
  evidence.passes_gate = true;
  evidence.observed = std::max(1.0, static_cast<double>(touched));
  evidence.would_not_fire_below = 1;
  evidence.p_value = 1e-9;
  evidence.p_at_least = 1e-9;
  evidence.word = event.resource.name.value();
  evidence.facts = {static_cast<double>(event.action),
                    static_cast<double>(std::max<std::int64_t>(event.records, 1)),
                    0,
                    0};
  out.push_back(evidence);
}

std::string canary_touch_sentence(const Evidence& evidence, const SentenceWords& words) {
  const auto action = static_cast<Action>(static_cast<std::uint8_t>(evidence.facts[0]));
  std::string sentence =
      fmt::format("{} touched {} in {} ({}), which no process has a reason to read (expected 0)",
                  words.entity,
                  count_of(evidence.observed, "canary record", "canary records"),
                  words.word.empty() ? "an unnamed resource" : words.word,
                  to_word(action));
  if (evidence.facts[1] > 1) {
    sentence += fmt::format("; {} were read in the same access",
                            count_of(evidence.facts[1], "record", "records"));
  }
  return sentence + ".";
}

}  // namespace centinela::detectors
