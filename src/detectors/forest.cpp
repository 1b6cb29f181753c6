// D26 forest: is this an unusual mix of small things?
//
// View: principal, per event. Family: forest (no second family beside one whose features it uses).
// Statistic: one frozen isolation forest over residual features, read against the anomaly scores
// of its training history, never against a raw 0.6; additive attribution names the features.
// Cold start: the shipped model. Abstains without a model or when the schema is another.
#include "centinela/detectors/detectors.h"
#include "centinela/features/features.h"

#include <fmt/format.h>

namespace centinela::detectors {

Evidence begin_forest(const state::Scene& scene) noexcept {
  Evidence evidence = begin_evidence(
      DetectorId::forest, scene, scene.principal_key, static_cast<std::uint64_t>(scene.hour));
  evidence.unit = Unit::anomaly_score;
  evidence.route_max = Route::digest;
  return evidence;
}

void complete_forest(Evidence& evidence, const ForestScore& score) noexcept {
  evidence.observed = score.anomaly_score;
  evidence.expected_high = score.usual_high;
  evidence.p_value = score.p_value;
  evidence.p_at_least = score.p_value;
  for (std::size_t i = 0; i < score.top_features.size(); ++i) {
    evidence.word |= static_cast<std::uint64_t>(score.top_features[i]) << (8 * i);
    evidence.facts[i] = score.top_shares[i];
  }
}

std::string forest_sentence(const Evidence& evidence, const SentenceWords& words) {
  const auto& schema = features::schema();
  std::string mix;
  for (std::size_t i = 0; i < 3; ++i) {
    const auto feature = static_cast<std::size_t>((evidence.word >> (8 * i)) & 0xFFU);
    mix += fmt::format("{}{} {:.0f} %",
                       mix.empty() ? "" : ", ",
                       schema[feature].short_words,
                       100 * evidence.facts[i]);
  }
  return fmt::format(
      "{} shows an unusual mix: {} (anomaly score {:.2f}; 19 of 20 events stay below "
      "{:.2f}).",
      words.entity,
      mix,
      evidence.observed,
      evidence.expected_high);
}

}  // namespace centinela::detectors
