// D25 audit_silence: has a producer skipped part of its stream?
//
// View: producer. Family: invariant where the loss is beyond the producer's usual disorder,
// telemetry else. Statistic: sequence numbers missing in the hour after the time of allowed
// disorder, against the producer's own hours (b); deliveries that come late by minutes or hours
// leave gaps that fill by themselves, and how many of those are usual is learnt.
// Cold start: half a missing number an hour, widely scattered. A new boot starts a new sequence.
// Abstains for producers without sequence numbers.
#include "centinela/detectors/detectors.h"
#include "centinela/state/volume.h"

#include <fmt/format.h>

#include <algorithm>

namespace centinela::detectors {
namespace {

// Beyond this the producer's disorder explains nothing any more.
constexpr double beyond_disorder = 1e-4;

void judge_gap(const Input& input, const state::SequenceGap& gap, EvidenceList& out) noexcept {
  const state::Scene& scene = input.scene;
  const state::VolumeTrack& track = scene.producer.missing;
  const state::VolumeView view = state::predict(track, state::missing_prior, 1, track.window / 168);
  Evidence evidence = begin_evidence(DetectorId::audit_silence,
                                     scene,
                                     scene.producer_key,
                                     static_cast<std::uint64_t>(track.window));
  evidence.unit = Unit::events;
  evidence.observed = static_cast<double>(track.x);
  evidence.p_value = view.p_above_mid(track.x);
  evidence.p_at_least = view.p_at_least(track.x);
  const stats::Interval expected = view.quoted().expected();
  evidence.expected_low = expected.low;
  evidence.expected_high = expected.high;
  evidence.would_not_fire_below = static_cast<double>(view.quoted().first_at_most(beyond_disorder));
  if (evidence.p_at_least < beyond_disorder) {
    evidence.is_invariant = true;
    evidence.family = Family::invariant;
    evidence.invariant_route = Route::page;
    evidence.passes_gate = true;
    evidence.p_value = std::max(evidence.p_value, 1e-9);
  }
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
      "Producer {} lacks {} of its sequence within the hour, last {}–{}, while its other events "
      "arrived; {} is expected. That many or more is {}.",
      words.word,
      count_of(evidence.observed, "event", "events"),
      number(evidence.facts[0]),
      number(evidence.facts[1]),
      range(evidence.expected_low, evidence.expected_high),
      odds(evidence.p_at_least));
}

}  // namespace centinela::detectors
