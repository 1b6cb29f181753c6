// D2 bulk_export: is this amount of records leaving as it usually does?
//
// View: principal and resource class. Family: volume. Statistic: robust deviations of ln(1 + x) of
// the day's records against own days, else the group's (f), times the hurdle "exports on such a
// day?"; an absolute ceiling per class that no learning moves.
// Gate: at least five times what 19 of 20 usual days stay below and a hundred records, or the
// ceiling. With a change or an incident named or on record, with a ticket named by a person and no
// more than a list that somebody can read, for a small read after the job that passed it, and for
// records read one by one at explained work it is a ticket at most; not so the ceiling. Cold start:
// the group's distribution; a first export by a group that never exports is judged by the hurdle.
// Abstains without days to compare with.
#include "centinela/detectors/detectors.h"
#include "centinela/state/amounts.h"

#include "work_behind.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace centinela::detectors {
namespace {

constexpr Leg amount_leg = 0;
constexpr Leg ceiling_leg = 1;
constexpr double gate_ratio = 5;
constexpr double gate_records = 100;
// What one ticket may ask for: a list for a person. More is a data set, and its planning a change.
constexpr double asked_records_max = 2'000;

Evidence begin(const Input& input, Leg leg) noexcept {
  const state::Scene& scene = input.scene;
  const std::uint64_t opportunity =
      hash_combine(hash_combine(static_cast<std::uint64_t>(scene.local.day), leg),
                   scene.event.resource.record_class.value());
  Evidence evidence =
      begin_evidence(DetectorId::bulk_export, scene, scene.principal_key, opportunity);
  evidence.leg = leg;
  evidence.unit = Unit::records_per_day;
  evidence.observed = scene.record_class->records_today;
  evidence.word = scene.event.resource.record_class.value();
  evidence.word_2 = scene.event.destination.value();
  evidence.facts[0] = scene.record_class->largest_job_today;
  evidence.facts[1] = scene.record_class->exports_today ? 1 : 0;
  return evidence;
}

// A change or an incident that the event names, or that another system has on record, was planned
// or called by somebody: worth a ticket, no silence, because a name is easily written into an
// event. The ceiling pages whatever is planned.
bool is_planned(const state::Scene& scene) noexcept {
  const ContextFacts& context = scene.event.context;
  return !is_absent(context.change) || !is_absent(context.incident) || scene.aside.has_job;
}

bool is_asked_for(const Input& input) noexcept {
  const Event& event = input.scene.event;
  return event.principal.kind == PrincipalKind::human && !is_absent(event.context.ticket) &&
         input.scene.record_class->records_today <= asked_records_max;
}

// The day passed the gate by a job that was judged when it came; this one adds next to nothing.
bool is_aftermath(const Input& input, double gate) noexcept {
  const double largest = input.scene.record_class->largest_job_today;
  return largest >= gate && 10 * state::amount_of(input.scene.event) <= largest;
}

// Records read one by one along with explained work are that work, counted once more.
bool is_read_at_work(const Input& input) noexcept {
  const state::ClassState& today = *input.scene.record_class;
  return !today.exports_today && today.largest_job_today < gate_records &&
         is_explained_work(input, today.records_today);
}

Route loudest_route(const Input& input, double gate) noexcept {
  const bool is_quiet = is_planned(input.scene) || is_asked_for(input) ||
                        is_aftermath(input, gate) || is_read_at_work(input);
  return is_quiet ? Route::ticket : Route::page;
}

void judge_ceiling(const Input& input, EvidenceList& out) noexcept {
  for (const ClassCeiling& ceiling : input.settings.ceilings) {
    if (ceiling.record_class == input.scene.event.resource.record_class &&
        input.scene.record_class->records_today > ceiling.records_per_day) {
      Evidence evidence = begin(input, ceiling_leg);
      evidence.is_invariant = true;
      evidence.invariant_route = Route::page;
      evidence.passes_gate = true;
      evidence.p_value = 1e-6;
      evidence.p_at_least = 1e-6;
      evidence.expected_high = ceiling.records_per_day;
      evidence.would_not_fire_below = ceiling.records_per_day;
      out.push_back(evidence);
    }
  }
}

}  // namespace

void bulk_export(const Input& input, EvidenceList& out) noexcept {
  const state::Scene& scene = input.scene;
  if (scene.record_class == nullptr || scene.is_late) {
    return;
  }
  judge_ceiling(input, out);
  const state::AmountView& view = input.appraisal.amount;
  if (view.usual <= 0 && view.high <= 0) {
    return;
  }
  Evidence evidence = begin(input, amount_leg);
  evidence.p_value = std::min(view.p, 1.0);
  evidence.p_at_least = evidence.p_value;
  evidence.expected_low = 0;
  evidence.expected_high = view.high;
  evidence.facts[2] = view.z;
  evidence.facts[3] = view.usual;
  evidence.would_not_fire_below = std::max(gate_records, gate_ratio * view.high);
  evidence.passes_gate = evidence.observed >= evidence.would_not_fire_below;
  if (evidence.passes_gate) {
    evidence.route_max = loudest_route(input, evidence.would_not_fire_below);
  }
  evidence.effective_samples = scene.record_class->days;
  quote_peers(evidence,
              scene.group.snapshot.members,
              scene.group.snapshot.highest_day_records,
              input.settings.peers_told_min);
  out.push_back(evidence);
}

std::string bulk_export_sentence(const Evidence& evidence, const SentenceWords& words) {
  const std::string verb = evidence.facts[1] > 0 ? "exported" : "took out";
  const std::string class_words =
      words.word.empty() ? std::string{"records"} : fmt::format("records of class {}", words.word);
  const std::string destination =
      evidence.word_2 == 0 ? std::string{} : fmt::format(" to {}", words.word_2);
  if (evidence.leg == ceiling_leg) {
    return fmt::format("{} {} {} {}{} {}; the ceiling for this class is {} a day.",
                       words.entity,
                       verb,
                       number(evidence.observed),
                       class_words,
                       destination,
                       words.window,
                       number(evidence.expected_high));
  }
  std::string sentence = fmt::format(
      "{} {} {} {}{} {}; usual is about {} a day, and 19 of 20 days "
      "stay below {} ({:.1f} robust deviations)",
      words.entity,
      verb,
      number(evidence.observed),
      class_words,
      destination,
      words.window,
      number(evidence.facts[3]),
      number(evidence.expected_high),
      evidence.facts[2]);
  if (evidence.peers > 0) {
    sentence += fmt::format(
        "; nobody of {} peers took more than {}", evidence.peers, number(evidence.peers_highest));
  }
  return sentence + ".";
}

}  // namespace centinela::detectors
