// D32 retrieval_scope: does a session take in the index, or other customers' parts of it?
//
// View: session or conversation; the entity is the conversation of a bot, else the principal.
// Family: conversation. Statistic, first leg: chunks retrieved in one session against the
// principal's own sessions, negative binomial (b); second: retrievals that named data subjects
// outside the authenticated scope, u of n against the principal's own rate (f).
// Gate: 100 chunks and five times the expected mean, or 20 pages deep; 3 foreign retrievals.
// Cold start: some ten chunks, widely scattered. Abstains before 20 sessions, for service accounts
// and without retrieval.
#include "centinela/detectors/detectors.h"
#include "centinela/stats/beta_binomial.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace centinela::detectors {
namespace {

constexpr Leg sweep_leg = 0;
constexpr Leg foreign_leg = 1;
constexpr double sessions_min = 20;
constexpr double gate_chunks = 100;
constexpr double gate_ratio = 5;
constexpr std::int64_t gate_pages = 20;
constexpr double gate_foreign = 3;

Evidence begin(const Input& input, Leg leg) noexcept {
  const state::Scene& scene = input.scene;
  const state::SessionState& session = *scene.session.session;
  Evidence evidence = begin_session(DetectorId::retrieval_scope, scene, leg);
  evidence.effective_samples = scene.session.retrieval->sessions;
  evidence.facts = {
      static_cast<double>(session.retrievals), static_cast<double>(session.deepest_page), 0, 0};
  return evidence;
}

void judge_sweep(const Input& input, EvidenceList& out) noexcept {
  const state::SessionState& session = *input.scene.session.session;
  const stats::NegativeBinomial expected =
      input.scene.session.retrieval->per_session.predictive(1, state::retrieval_prior);
  if (session.chunks < 2 * expected.mean) {
    return;
  }
  const std::int64_t chunks = std::llround(std::min(session.chunks, 1e12));
  Evidence evidence = begin(input, sweep_leg);
  evidence.unit = Unit::chunks;
  evidence.observed = session.chunks;
  evidence.p_value = expected.p_above_mid(chunks);
  evidence.p_at_least = expected.p_at_least(chunks);
  evidence.expected_low = static_cast<double>(expected.expected().low);
  evidence.expected_high = static_cast<double>(expected.expected().high);
  const double least = std::max(gate_chunks, gate_ratio * expected.mean);
  evidence.would_not_fire_below = least;
  evidence.passes_gate = session.chunks >= least || session.deepest_page >= gate_pages;
  out.push_back(evidence);
}

void judge_foreign(const Input& input, EvidenceList& out) noexcept {
  const state::SessionState& session = *input.scene.session.session;
  const state::RetrievalHabit& habit = *input.scene.session.retrieval;
  // One foreign hit in a hundred is believed at first, as 20 retrievals.
  const stats::BetaPrior prior{0.2 + habit.foreign, 19.8 + habit.retrievals - habit.foreign};
  const stats::BetaBinomial model = stats::BetaBinomial::of(
      session.retrievals,
      stats::BetaPrior::from_mean(prior.mean(), std::min(prior.strength(), 100.0)));
  const auto foreign = static_cast<double>(session.foreign_retrievals);
  Evidence evidence = begin(input, foreign_leg);
  evidence.unit = Unit::accesses;
  tell_rate(evidence, model, foreign);
  evidence.would_not_fire_below = gate_foreign;
  evidence.passes_gate = foreign >= gate_foreign;
  out.push_back(evidence);
}

}  // namespace

void retrieval_scope(const Input& input, EvidenceList& out) noexcept {
  const state::SessionSight& sight = input.scene.session;
  if (sight.retrieval == nullptr || sight.retrieval->sessions < sessions_min) {
    return;
  }
  judge_sweep(input, out);
  if (sight.session->foreign_retrievals > 0) {
    judge_foreign(input, out);
  }
}

std::string retrieval_scope_sentence(const Evidence& evidence, const SentenceWords& words) {
  if (evidence.leg == foreign_leg) {
    return fmt::format(
        "{} retrieved parts about customers outside its scope in {} of {} retrievals; {} is "
        "expected. That many or more is {}.",
        words.entity,
        number(evidence.observed),
        number(evidence.facts[0]),
        range(evidence.expected_low, evidence.expected_high),
        odds(evidence.p_at_least));
  }
  return fmt::format(
      "{} retrieved {} in one session, down to page {}; {} is expected. That many or more is {}.",
      words.entity,
      count_of(evidence.observed, "part of the index", "parts of the index"),
      number(evidence.facts[1]),
      range(evidence.expected_low, evidence.expected_high),
      odds(evidence.p_at_least));
}

}  // namespace centinela::detectors
