// path_change: did this access come by another way than usual?
//
// View: principal, against what its producer usually sends. Family: telemetry. Statistic: a field
// that tells why or from where, sent with at least 80 % of this producer's events of this action,
// is missing: (n + ½)/(N + 1) of the rarest such field, N at most 1 000. Fields go missing
// together, so they count as one. Gate: rarer than 1 in 100, and at least 3 data subjects opened. A
// ticket at most by itself. Cold start: 50 events of this producer and action. Abstains for fields
// never or rarely sent, and for accesses that open nobody. Such an access is not explained by an
// earlier one (D4).
#include "centinela/detectors/detectors.h"

#include <fmt/format.h>

namespace centinela::detectors {

void path_change(const Input& input, EvidenceList& out) noexcept {
  const state::Scene& scene = input.scene;
  if (scene.is_late || scene.counted.new_today == 0) {
    return;
  }
  const bool is_missing = scene.missing.size() > 0;
  constexpr double known_events_min = 50;
  if (scene.path.events < known_events_min) {
    return;
  }
  if (!is_missing && !scene.is_first_of_day) {
    return;
  }
  Evidence evidence = begin_daily(DetectorId::path_change, scene, 0);
  evidence.unit = Unit::fields;
  // What one access in twenty lacks is how people work, not a way round the front door.
  constexpr double worth_a_word = 0.05;
  const double p = is_missing ? scene.path.p_missing(scene.missing) : 1;
  evidence.p_value = p < worth_a_word ? p : 1;
  evidence.p_at_least = evidence.p_value;
  evidence.observed = scene.missing.size();
  evidence.route_max = Route::ticket;
  constexpr std::int64_t gate = 3;
  constexpr double gate_p = 0.01;
  evidence.passes_gate = p < gate_p && scene.principal.day.x >= gate;
  evidence.effective_samples = scene.path.events;
  evidence.word = scene.event.producer.name.value();
  evidence.facts = {
      static_cast<double>(scene.event.action), static_cast<double>(scene.principal.day.x), 0, 0};
  out.push_back(evidence);
}

std::string path_change_sentence(const Evidence& evidence, const SentenceWords& words) {
  const auto action = static_cast<Action>(static_cast<std::uint8_t>(evidence.facts[0]));
  return fmt::format(
      "{} opened customers' data with {} missing that producer {} sends with nearly every \"{}\" "
      "(expected 0); {} such an access comes without. It may have gone round the front door.",
      words.entity,
      count_of(evidence.observed, "field", "fields"),
      words.word.empty() ? "unnamed" : words.word,
      to_word(action),
      odds(evidence.p_at_least));
}

}  // namespace centinela::detectors
