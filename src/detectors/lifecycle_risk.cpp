// D23 lifecycle_risk: should this account be in use at all?
//
// View: principal. Family: invariant. An access after the last day of employment is a page; the
// rest has no voice of its own: an account that was idle for 60 days, one within 30 days of its
// last day and one in its first fortnight weigh the evidence of the others by 3, 2 and 1.2.
// Weights are small and such accounts few, so their mean stays near 1 (see weigh_by_lifecycle).
// Cold start: none needed. Abstains where neither `until` nor an idle time is known.
#include "centinela/detectors/detectors.h"

#include <fmt/format.h>

#include <algorithm>

namespace centinela::detectors {
namespace {

constexpr double weight_dormant = 3;
constexpr double weight_notice = 2;
constexpr double weight_fortnight = 1.2;

bool has(EventTime time) noexcept {
  return time != EventTime{};
}

bool has_left(const state::PrincipalState& principal, EventTime now) noexcept {
  const bool is_back = has(principal.since) && principal.since > principal.until;
  // `until` is the last day; it ends everywhere on Earth 36 hours after it began in UTC.
  constexpr Duration last_day = std::chrono::hours{36};
  return has(principal.until) && !is_back && now >= principal.until + last_day;
}

bool was_dormant(const state::Scene& scene) noexcept {
  const state::PrincipalState& principal = scene.principal;
  constexpr Duration shows_for = std::chrono::hours{24 * 3};
  constexpr Duration dormant = std::chrono::hours{24 * 60};
  constexpr Duration watched = std::chrono::hours{24 * 28};
  if (has(principal.woke) && scene.event.time - principal.woke <= shows_for) {
    return true;
  }
  // Employed for long and not seen once in four weeks of watching.
  const EventTime first = principal.is_known ? principal.first_seen : scene.event.time;
  return has(principal.since) && first - principal.since >= dormant &&
         first - scene.tenant.first_event >= watched && scene.event.time - first <= shows_for;
}

double weight_of(const Input& input) noexcept {
  const state::Scene& scene = input.scene;
  const state::PrincipalState& principal = scene.principal;
  const EventTime now = scene.event.time;
  constexpr Duration notice = std::chrono::hours{24 * 30};
  constexpr Duration fortnight = std::chrono::hours{24 * 14};
  if (was_dormant(scene)) {
    return weight_dormant;
  }
  if (input.settings.weighs_notice && has(principal.until) && principal.until >= now &&
      principal.until - now <= notice) {
    return weight_notice;
  }
  return has(principal.since) && now >= principal.since && now - principal.since <= fortnight
             ? weight_fortnight
             : 1;
}

}  // namespace

void lifecycle_risk(const Input& input, EvidenceList& out) noexcept {
  const state::Scene& scene = input.scene;
  const Event& event = scene.event;
  const bool is_use = event.opens() || event.reach == Reach::listed;
  const bool is_refused = event.outcome == Outcome::denied || event.outcome == Outcome::error;
  if (!is_use || is_refused || event.action == Action::heartbeat ||
      !has_left(scene.principal, event.time)) {
    return;
  }
  Evidence evidence = begin_daily(DetectorId::lifecycle_risk, scene, 0);
  evidence.unit = Unit::days;
  evidence.is_invariant = true;
  evidence.invariant_route = Route::page;
  evidence.passes_gate = true;
  evidence.observed = std::floor(stats::days(event.time - scene.principal.until));
  evidence.p_value = 1e-6;
  evidence.p_at_least = evidence.p_value;
  evidence.word = event.resource.name.value();
  evidence.facts = {static_cast<double>(std::max<std::int64_t>(event.records, 0)),
                    static_cast<double>(utc_day(scene.principal.until)),
                    0,
                    0};
  out.push_back(evidence);
}

void weigh_by_lifecycle(const Input& input, EvidenceList& out) noexcept {
  const bool has_something = std::any_of(
      out.begin(), out.end(), [](const Evidence& evidence) { return evidence.is_surprising(); });
  const double weight = has_something ? weight_of(input) : 1;
  if (weight <= 1) {
    return;
  }
  for (Evidence& evidence : out) {
    evidence.weight *= evidence.is_invariant ? 1 : weight;
  }
}

std::string lifecycle_risk_sentence(const Evidence& evidence, const SentenceWords& words) {
  return fmt::format(
      "{} used {} {} after its last day ({}); expected 0 accesses.",
      words.entity,
      words.word.empty() ? "an unnamed resource" : words.word,
      count_of(evidence.observed, "day", "days"),
      format_rfc3339(window_start(static_cast<std::int64_t>(evidence.facts[1]), one_day))
          .substr(0, 10));
}

}  // namespace centinela::detectors
