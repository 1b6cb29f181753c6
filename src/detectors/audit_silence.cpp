// D25 audit_silence: has a producer skipped part of its stream?
//
// View: producer. Family: invariant (a gap in the sequence), telemetry otherwise. A gap counts when
// it has not filled within the time of allowed disorder; a new boot starts a new sequence. A
// producer whose gaps used to fill by themselves is given three times the largest that did.
// Cold start: none needed. Abstains for producers without sequence numbers.
#include "centinela/detectors/detectors.h"

#include <fmt/format.h>

#include <algorithm>

namespace centinela::detectors {
namespace {

// Deliveries out of order leave gaps that fill later: what is usual for the producer is no news.
bool is_usual_disorder(const state::ProducerState& producer, const state::SequenceGap& gap) {
  return producer.late_fills > 0 &&
         static_cast<double>(gap.size()) <= 3.0 * static_cast<double>(producer.largest_fill);
}

void judge_gap(const Input& input, const state::SequenceGap& gap, EvidenceList& out) noexcept {
  const state::Scene& scene = input.scene;
  Evidence evidence = begin_evidence(
      DetectorId::audit_silence,
      scene,
      scene.producer_key,
      hash_combine(static_cast<std::uint64_t>(gap.from), static_cast<std::uint64_t>(gap.to)));
  evidence.unit = Unit::events;
  evidence.is_invariant = true;
  evidence.family = Family::invariant;
  const bool is_usual = is_usual_disorder(scene.producer, gap);
  evidence.invariant_route = is_usual ? Route::digest : Route::page;
  evidence.observed = static_cast<double>(gap.size());
  evidence.would_not_fire_below = 1;
  evidence.passes_gate = !is_usual;
  evidence.p_value = is_usual ? 0.1 : 1e-4 / std::max(1.0, std::min(evidence.observed, 1000.0));
  evidence.p_at_least = evidence.p_value;
  evidence.word = scene.event.producer.name.value();
  evidence.facts = {static_cast<double>(gap.from),
                    static_cast<double>(gap.to),
                    static_cast<double>(scene.producer.sequenced),
                    static_cast<double>(scene.producer.late_fills)};
  evidence.position = gap.position;
  evidence.time = gap.noticed;
  out.push_back(evidence);
}

}  // namespace

void audit_silence(const Input& input, EvidenceList& out) noexcept {
  for (const state::SequenceGap& gap : input.scene.gaps) {
    judge_gap(input, gap, out);
  }
}

std::string audit_silence_sentence(const Evidence& evidence, const SentenceWords& words) {
  return fmt::format(
      "Producer {} skipped sequence {}–{} ({}) while its other events arrived; 0 is "
      "expected, and {} of {} numbered events came late before.",
      words.word,
      number(evidence.facts[0]),
      number(evidence.facts[1]),
      count_of(evidence.observed, "event", "events"),
      number(evidence.facts[3]),
      number(evidence.facts[2]));
}

}  // namespace centinela::detectors
