// D6 id_enumeration: does a session walk through identifiers?
//
// View: session or conversation; the entity is the conversation of a bot, else the principal.
// Family: conversation. Statistic, first leg: length of the open run of neighbouring identifiers
// (blinded ordinals; refused ones may fill a step) against the lengths of all runs of the role,
// times the runs of the session; a role whose queue comes in order of creation has long runs of its
// own. Second leg: not found or denied, u of n against the role's rate (f).
// Gate: 8 in a row; 5 refusals. Cold start: half as many runs for each one longer, as 20 runs.
// Abstains for service accounts and registered automation, which walk by trade, and for
// identifiers that do not end in a number.
#include "centinela/detectors/detectors.h"
#include "centinela/stats/beta_binomial.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace centinela::detectors {
namespace {

constexpr Leg run_leg = 0;
constexpr Leg refusal_leg = 1;
constexpr std::int32_t worth_a_word = 4;
constexpr std::int32_t gate_run = 8;
constexpr std::int32_t gate_refusals = 5;

Evidence begin(const Input& input, Leg leg) noexcept {
  const state::Scene& scene = input.scene;
  const state::SessionState& session = *scene.session.session;
  Evidence evidence = begin_session(DetectorId::id_enumeration, scene, leg);
  evidence.unit = Unit::requests;
  evidence.facts = {static_cast<double>(session.requests),
                    static_cast<double>(session.misses),
                    static_cast<double>((scene.event.time - session.start).count()) / 60'000,
                    0};
  return evidence;
}

void judge_run(const Input& input, EvidenceList& out) noexcept {
  const state::SessionSight& sight = input.scene.session;
  const double p_run = sight.census->p_run(sight.session->run);
  Evidence evidence = begin(input, run_leg);
  evidence.observed = static_cast<double>(sight.session->run);
  evidence.p_value = std::min(1.0, p_run * static_cast<double>(sight.session->runs + 1));
  evidence.p_at_least = evidence.p_value;
  evidence.expected_low = 1;
  evidence.expected_high = 2;
  evidence.would_not_fire_below = gate_run;
  evidence.passes_gate = sight.session->run >= gate_run;
  evidence.effective_samples = sight.census->total();
  out.push_back(evidence);
}

void judge_refusals(const Input& input, EvidenceList& out) noexcept {
  const state::SessionSight& sight = input.scene.session;
  const state::RunCensus& census = *sight.census;
  // The role's rate, 3 % believed at first as 50 requests; sessions differ, so its weight is 20.
  const double rate = (census.misses + 1.5) / (census.requests + 50);
  const stats::BetaBinomial model =
      stats::BetaBinomial::of(sight.session->requests, stats::BetaPrior::from_mean(rate, 20));
  const auto misses = static_cast<double>(sight.session->misses);
  Evidence evidence = begin(input, refusal_leg);
  tell_rate(evidence, model, misses);
  evidence.would_not_fire_below = gate_refusals;
  evidence.passes_gate = sight.session->misses >= gate_refusals;
  evidence.route_max = Route::ticket;
  out.push_back(evidence);
}

}  // namespace

void id_enumeration(const Input& input, EvidenceList& out) noexcept {
  const state::SessionSight& sight = input.scene.session;
  if (!sight.asks) {
    return;
  }
  const state::SessionState& session = *sight.session;
  if (session.run >= worth_a_word && session.skipped == 0) {
    judge_run(input, out);
  }
  if (session.misses >= gate_refusals && session.skipped > 0) {
    judge_refusals(input, out);
  }
}

std::string id_enumeration_sentence(const Evidence& evidence, const SentenceWords& words) {
  if (evidence.leg == refusal_leg) {
    return fmt::format(
        "{} asked for {} within {} and was refused {} or found nothing; {} is expected. That "
        "many or more is {}.",
        words.entity,
        count_of(evidence.facts[0], "record by its identifier", "records by their identifiers"),
        minutes_long(evidence.facts[2]),
        count_of(evidence.observed, "time", "times"),
        range(evidence.expected_low, evidence.expected_high),
        odds(evidence.p_at_least));
  }
  return fmt::format(
      "{} asked for {} neighbouring identifiers in a row, {} within {}, {} of them refused or "
      "not there; {} is usual. So long a run is {}.",
      words.entity,
      number(evidence.observed),
      count_of(evidence.facts[0], "request", "requests"),
      minutes_long(evidence.facts[2]),
      number(evidence.facts[1]),
      range(evidence.expected_low, evidence.expected_high),
      odds(evidence.p_at_least));
}

}  // namespace centinela::detectors
