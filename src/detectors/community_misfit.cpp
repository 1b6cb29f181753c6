// D19 community_misfit (optional pack): do the others who handle this customer form a community
// that this person is no part of?
//
// View: data subject; the entity is the principal. Family: novelty. Statistic: SNAD (Chen, Nyemba,
// Zhang, Malin 2012): how alike the others' work is among themselves less with this person, as mean
// cosine of the data subjects handled; p by its rank among the person's own earlier accesses. First
// access of a day by a person.
// Contributes to fusion only, not to risk: somebody who covers for a colleague fits as little.
// Cold start: abstains below 30 data subjects of the person, below 5 other accessors who handle as
// many, and below 30 ranked accesses. Off unless detection.optional names it.
#include "centinela/detectors/detectors.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace centinela::detectors {
namespace {

constexpr double ranked_min = 30;
// Three standard errors of a mean of five cosines: what differs by less is the sketch's noise.
constexpr double difference_min = 0.05;
// Who shares more than half of what the others share is one of them, with work elsewhere besides.
constexpr double apart_min = 0.5;
constexpr double no_surprise = 0.5;

double percent(double share) noexcept {
  return std::max(0.0, std::round(100 * share));
}

}  // namespace

void community_misfit(const Input& input, EvidenceList& out) noexcept {
  const state::Scene& scene = input.scene;
  if (scene.handling == nullptr) {
    return;
  }
  const stats::LogQuantiles& usual = scene.handling->usual;
  const double ranked = usual.total();
  if (ranked < ranked_min) {
    return;
  }
  for (const state::Handled& handled : scene.handling->now) {
    const state::Likeness& likeness = handled.likeness;
    if (likeness.others == 0) {
      continue;
    }
    const std::uint64_t opportunity =
        hash_combine(static_cast<std::uint64_t>(scene.local.day), handled.data_subject.value());
    Evidence evidence =
        begin_evidence(DetectorId::community_misfit, scene, scene.principal_key, opportunity);
    const double difference = likeness.difference();
    const double larger = ranked * (1 - usual.rank(state::HandledTrack::log_scaled(difference)));
    // As share_of_days: the rank of one among n that were before it.
    evidence.p_value = (larger + 0.5) / (ranked + 1);
    evidence.p_at_least = (larger + 1) / (ranked + 1);
    if (difference < std::max(difference_min, apart_min * likeness.among)) {
      evidence.p_value = std::max(evidence.p_value, no_surprise);
      evidence.p_at_least = std::max(evidence.p_at_least, no_surprise);
    }
    evidence.unit = Unit::percentage_points;
    evidence.observed = 100 * difference;
    evidence.expected_low = 100 * state::HandledTrack::difference_of(usual.quantile(0.05));
    evidence.expected_high = 100 * state::HandledTrack::difference_of(usual.quantile(0.95));
    evidence.route_max = Route::digest;
    evidence.effective_samples = ranked;
    evidence.word = handled.data_subject.value();
    evidence.facts = {
        percent(likeness.among), percent(likeness.with), static_cast<double>(likeness.others), 0};
    out.push_back(evidence);
  }
}

std::string community_misfit_sentence(const Evidence& evidence, const SentenceWords& words) {
  return fmt::format(
      "{} others who lately handled this customer ({}) share {} % of their customers with each "
      "other, {} % with {}.",
      number(evidence.facts[2]),
      words.word,
      number(evidence.facts[0]),
      number(evidence.facts[1]),
      words.principal);
}

}  // namespace centinela::detectors
