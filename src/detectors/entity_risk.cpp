// D28 entity_risk: do many weak signals of weeks add up?
//
// View: principal. Family: risk; no second family beside one that it sums. Statistic: Σ over
// families of min(4, Σ -log10(p)·2^(-Δt/h)) with h of 3 and of 30 days, each opportunity once; p is
// the share of the kind's member days with as much, interpolated in ln p between the published
// quantiles. Nothing rounds to zero and nothing drops off a cliff.
// Gate: beyond what 1 in 1 000 member days show, from at least 4 signals. A ticket at most.
// Cold start: abstains below 300 member days of the kind. Judged on the first event of a day.
#include "centinela/detectors/detectors.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace centinela::detectors {
namespace {

constexpr double member_days_min = 300;
constexpr double signals_min = 4;

// Between the quantiles at 1 in 2, 10, 100, 1 000; beyond the last one linearly in ln p, no rarer
// than the days can support.
double p_of(const state::PeerSnapshot& peers, double risk) noexcept {
  constexpr std::array<double, 4> upper = {0.5, 0.1, 0.01, 0.001};
  const auto& at = peers.risk_at;
  if (risk <= static_cast<double>(at[0])) {
    return 1;
  }
  std::size_t i = 1;
  while (i + 1 < upper.size() && risk > static_cast<double>(at[i])) {
    ++i;
  }
  const double width = std::max(static_cast<double>(at[i]) - static_cast<double>(at[i - 1]), 0.1);
  const double share = (risk - static_cast<double>(at[i - 1])) / width;
  const double log_p = std::log(upper[i - 1]) + share * std::log(upper[i] / upper[i - 1]);
  return std::clamp(std::exp(log_p), 0.5 / (static_cast<double>(peers.risk_days) + 1), 1.0);
}

}  // namespace

void entity_risk(const Input& input, EvidenceList& out) noexcept {
  const state::Scene& scene = input.scene;
  const state::PeerSnapshot& peers = scene.group.snapshot;
  if (!scene.is_first_of_day || !scene.principal.risk ||
      static_cast<double>(peers.risk_days) < member_days_min) {
    return;
  }
  const state::RiskTrack& track = *scene.principal.risk;
  const double risk = state::risk_of(track, scene.event.time);
  Evidence evidence = begin_evidence(DetectorId::entity_risk,
                                     scene,
                                     scene.principal_key,
                                     static_cast<std::uint64_t>(scene.local.day / 7));
  evidence.unit = Unit::risk;
  evidence.p_value = p_of(peers, risk);
  evidence.p_at_least = evidence.p_value;
  evidence.observed = risk;
  evidence.expected_high = static_cast<double>(peers.risk_at[2]);
  evidence.would_not_fire_below = static_cast<double>(peers.risk_at[3]);
  evidence.route_max = Route::ticket;
  evidence.passes_gate =
      risk > static_cast<double>(peers.risk_at[3]) && track.signals >= signals_min;
  evidence.effective_samples = static_cast<double>(peers.risk_days);
  const auto families =
      std::count_if(track.lasting.begin(), track.lasting.end(), [](float sum) { return sum > 1; });
  evidence.facts = {track.signals, static_cast<double>(families), 0, 0};
  out.push_back(evidence);
}

std::string entity_risk_sentence(const Evidence& evidence, const SentenceWords& words) {
  return fmt::format(
      "About {} weak signals of {} in the last weeks add up on {}: risk {}. As much is {} on a day "
      "of its kind.",
      number(std::max(1.0, std::round(evidence.facts[0]))),
      count_of(evidence.facts[1], "family", "families"),
      words.entity,
      number(evidence.observed),
      odds(evidence.p_at_least));
}

}  // namespace centinela::detectors
