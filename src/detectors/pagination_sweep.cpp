// D35 pagination_sweep: is a whole result read page by page: an export without the export button?
//
// View: principal. Family: volume. Statistic: pages turned in a row over one filter. Each further
// page is one more decision to go on, with a rate q ~ Beta(a, b) from own days over the team's:
// P(D >= d) = E[q^d] = B(a + d, b)/B(a, b), the beta-geometric tail. A sweep goes on over the
// night. Gate: at least 20 pages and 500 records. Cold start: the team's rate of turning pages.
// Abstains where the producer sends no page numbers; announced work is not judged.
#include "centinela/detectors/detectors.h"
#include "centinela/stats/special.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace centinela::detectors {
namespace {

constexpr double gate_pages = 20;
constexpr double gate_records = 500;

double p_of_depth(const stats::BetaBinomial& model, double depth) noexcept {
  return stats::clamp_p(std::exp(stats::log_beta(model.alpha + depth, model.beta) -
                                 stats::log_beta(model.alpha, model.beta)));
}

// The closed days only: the sweep itself must not make its pages usual. Who reads pages at all may
// turn one in five, however rarely it happened, and readers differ: strength 10 at most.
stats::BetaBinomial closed_days(const state::RateTrack& track, const stats::BetaPrior& team) {
  const stats::BetaPrior own = team.posterior(track.past_hits, track.past_trials);
  return stats::BetaBinomial::of(
      0, stats::BetaPrior::from_mean(std::max(own.mean(), 0.2), std::min(own.strength(), 10.0)));
}

double first_rare(const stats::BetaBinomial& model, double below) noexcept {
  double depth = 1;
  while (depth < below && p_of_depth(model, depth) > 1e-3) {
    depth += 1;
  }
  return depth;
}

}  // namespace

void pagination_sweep(const Input& input, EvidenceList& out) noexcept {
  const state::Scene& scene = input.scene;
  const state::Sweep* sweep = scene.aside.sweep;
  constexpr std::int64_t worth_a_look = 3;
  const ContextFacts& context = scene.event.context;
  if (sweep == nullptr || sweep->turned < worth_a_look || !is_absent(context.change) ||
      !is_absent(context.automation)) {
    return;
  }
  const state::RateTrack& track = scene.principal.rate(state::RateKind::next_page);
  const stats::BetaPrior& team = scene.group.snapshot.rate_of(state::RateKind::next_page);
  const stats::BetaBinomial model = closed_days(track, team);
  const auto depth = static_cast<double>(sweep->turned);
  Evidence evidence = begin_evidence(
      DetectorId::pagination_sweep,
      scene,
      scene.principal_key,
      hash_combine(sweep->filter, static_cast<std::uint64_t>(sweep->start.milliseconds())));
  evidence.unit = Unit::pages;
  evidence.p_value = p_of_depth(model, depth);
  evidence.p_at_least = evidence.p_value;
  evidence.observed = depth + 1;
  evidence.expected_low = 1;
  evidence.effective_samples = track.past_trials;
  evidence.passes_gate = depth + 1 >= gate_pages && sweep->records >= gate_records;
  if (evidence.is_surprising()) {
    const double q = model.alpha / (model.alpha + model.beta);
    evidence.expected_high = 1 + std::ceil(std::log(0.05) / std::log(std::clamp(q, 1e-3, 0.99)));
    evidence.would_not_fire_below = std::max(gate_pages, first_rare(model, depth) + 1);
    evidence.word = scene.event.resource.name.value();
    evidence.facts = {sweep->records, static_cast<double>(sweep->days), 0, 0};
    quote_peers(evidence, scene.group.snapshot.members, 0, input.settings.peers_told_min);
  }
  out.push_back(evidence);
}

std::string pagination_sweep_sentence(const Evidence& evidence, const SentenceWords& words) {
  return fmt::format(
      "{} turned {} in a row over one result of {}, {} in all{}; 19 of 20 such readings end within "
      "{}. That many or more is {}.",
      words.entity,
      count_of(evidence.observed, "page", "pages"),
      words.word.empty() ? "an unnamed resource" : words.word,
      count_of(evidence.facts[0], "record", "records"),
      evidence.facts[1] > 1 ? fmt::format(" over {} days", number(evidence.facts[1]))
                            : std::string{},
      count_of(evidence.expected_high, "page", "pages"),
      odds(evidence.p_at_least));
}

}  // namespace centinela::detectors
