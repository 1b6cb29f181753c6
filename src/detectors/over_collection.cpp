// D7 over_collection: does this release of a bot read more than those before it?
//
// View: release (tenant, bot, version), each class and action on its own. Family: volume.
// Statistic: mean over the release's turns of ln(1 + mass) less what earlier releases read under
// the same intent, mass = fields × records, special-class ones threefold; z over what one release
// usually differs from the next and what its turns scatter, tail of a t with 4 degrees of freedom
// (f). A release is never compared with itself: it teaches after a week of use.
// Second leg: special-class data where earlier releases read none.
// Gate: 20 turns in excess and half as much again, or the special class. Declared by a change
// record, or all fields by the intent (reference.intents): silent. Cold start: the tenant's other
// bots with the intent. Abstains below 50 turns to compare with, without version or fields.
#include "centinela/detectors/detectors.h"
#include "centinela/stats/heavy_tail.h"

#include "declared.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace centinela::detectors {
namespace {

constexpr Leg mass_leg = 0;
constexpr Leg special_leg = 1;
constexpr double gate_turns = 20;
constexpr double gate_ratio = 1.5;
// Standard deviation of ln(1 + mass) between one release and the next: some 12 %.
constexpr double between_releases = 0.12;

// What the same turns would have read before: the mean is a geometric one, as the statistic's is.
double expected_fields(const state::ReleaseSight& sight) noexcept {
  const state::MassMoments& turns = sight.reading->turns;
  return std::max(0.0, (1 + turns.mean_fields()) / std::exp(turns.mean()) - 1);
}

Evidence begin(const Input& input, Leg leg) noexcept {
  const state::Scene& scene = input.scene;
  const state::ReleaseSight& sight = scene.release;
  const Event& event = scene.event;
  const std::uint64_t opportunity =
      hash_combine(static_cast<std::uint64_t>(leg), state::class_action_of(event));
  Evidence evidence =
      begin_evidence(DetectorId::over_collection, scene, sight.release, opportunity);
  evidence.leg = leg;
  evidence.unit = Unit::fields_per_turn;
  evidence.observed = sight.reading->turns.mean_fields();
  const double expected = expected_fields(sight);
  evidence.expected_high = expected;
  evidence.expected_low = 0;
  evidence.word = event.context.version.value();
  evidence.word_2 = event.resource.record_class.value();
  evidence.effective_samples = sight.habit->past.n;
  evidence.facts = {static_cast<double>(sight.reading->excess),
                    expected,
                    static_cast<double>((event.time - sight.reading->first).count()) / 60'000,
                    static_cast<double>(sight.reading->special)};
  return evidence;
}

void judge_mass(const Input& input, EvidenceList& out) noexcept {
  const state::ReleaseSight& sight = input.scene.release;
  const state::MassMoments& now = sight.reading->turns;
  const state::MassMoments& past = sight.habit->past;
  constexpr double least = state::mass_spread_min * state::mass_spread_min;
  const double within = std::max(past.variance(), least);
  const double difference = now.mean();
  const double spread =
      std::sqrt(between_releases * between_releases + within / now.n + within / past.n);
  Evidence evidence = begin(input, mass_leg);
  evidence.p_value = stats::t4_upper(difference / spread);
  evidence.p_at_least = evidence.p_value;
  evidence.passes_gate = sight.reading->excess >= gate_turns && difference >= std::log(gate_ratio);
  evidence.would_not_fire_below = gate_ratio * evidence.expected_high;
  out.push_back(evidence);
}

void judge_special(const Input& input, EvidenceList& out) noexcept {
  const state::ReleaseSight& sight = input.scene.release;
  Evidence evidence = begin(input, special_leg);
  // Rule of succession: none, or so many, of that many turns.
  evidence.p_value = std::min(1.0, (sight.habit->special + 1) / (sight.habit->past.n + 2));
  evidence.p_at_least = evidence.p_value;
  evidence.passes_gate = true;
  out.push_back(evidence);
}

}  // namespace

void over_collection(const Input& input, EvidenceList& out) noexcept {
  const state::Scene& scene = input.scene;
  const state::ReleaseSight& sight = scene.release;
  if (sight.reading == nullptr || !sight.is_excess || sight.is_declared ||
      are_fields_declared(input.settings, scene.event)) {
    return;
  }
  if (sight.reading->excess >= gate_turns) {
    judge_mass(input, out);
  }
  const bool is_special = scene.event.resource.sensitivity == Sensitivity::special;
  if (is_special && sight.habit->special < 0.01 * sight.habit->past.n) {
    judge_special(input, out);
  }
}

std::string over_collection_sentence(const Evidence& evidence, const SentenceWords& words) {
  const std::string of_class =
      words.word_2.empty() ? std::string{} : fmt::format(" of class {}", words.word_2);
  if (evidence.leg == special_leg) {
    return fmt::format(
        "{} reads special-class data{} in {}; earlier releases read it in about 1 of {} turns. "
        "No change record declares this.",
        words.entity,
        of_class,
        count_of(evidence.facts[3], "turn", "turns"),
        number(std::round(1 / std::max(evidence.p_value, 1e-9))));
  }
  return fmt::format(
      "{} reads {} fields a turn{} instead of {}, in {} within {}. No change record declares "
      "this.",
      words.entity,
      number(evidence.observed),
      of_class,
      number(evidence.facts[1]),
      count_of(evidence.facts[0], "turn", "turns"),
      minutes_long(evidence.facts[2]));
}

}  // namespace centinela::detectors
