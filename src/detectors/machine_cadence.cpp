// D14 machine_cadence: does this person work as evenly as a machine? (optional pack, off)
//
// View: principal. Family: cadence. Statistic: Kolmogorov–Smirnov distance of the last 60 pauses to
// the person's own history, asymptotic p (Stephens 1970); spoken only where the pauses scatter by
// less than a quarter of their mean, or nobody paused for 90 minutes.
// Gate: 40 pauses. Cold start: abstains below 200 known pauses. A ticket at most.
// Abstains for machines, registered automation, and unless the pack is switched on: how somebody
// types is closer to the person than to the data.
#include "centinela/detectors/detectors.h"
#include "centinela/stats/kolmogorov.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace centinela::detectors {
namespace {

constexpr std::size_t gaps_min = 40;
constexpr double history_min = 200;
constexpr double even_below = 0.25;
constexpr Duration busy_for = std::chrono::minutes{90};

struct Pauses {
  double mean = 0;
  double deviation = 0;
};

Pauses pauses_of(const state::CadenceTrack& track) noexcept {
  double sum = 0;
  double squares = 0;
  for (const float gap : track.gaps) {
    sum += static_cast<double>(gap);
    squares += static_cast<double>(gap) * static_cast<double>(gap);
  }
  const auto n = static_cast<double>(track.gaps.size());
  const double mean = sum / n;
  return {mean, std::sqrt(std::max(0.0, squares / n - mean * mean))};
}

// Ranks of the pauses in the history are uniform for the same person at the same work.
double p_of_history(const state::CadenceTrack& track) noexcept {
  FixedVector<double, state::CadenceTrack::gaps_max> ranks;
  for (const float gap : track.gaps) {
    ranks.push_back(track.usual.rank(10 * static_cast<double>(gap)));
  }
  std::sort(ranks.begin(), ranks.end());
  return stats::kolmogorov_p(stats::ks_distance_uniform(ranks.span()),
                             static_cast<double>(ranks.size()));
}

}  // namespace

void machine_cadence(const Input& input, EvidenceList& out) noexcept {
  const state::Scene& scene = input.scene;
  const state::CadenceTrack* track = scene.principal.cadence.get();
  if (track == nullptr || scene.counted.new_this_hour == 0 || track->gaps.size() < gaps_min ||
      track->usual.total() < history_min) {
    return;
  }
  const Pauses pauses = pauses_of(*track);
  const bool is_even = pauses.mean > 0 && pauses.deviation / pauses.mean < even_below;
  const Duration busy = track->last - track->busy_since;
  if (!is_even && busy < busy_for) {
    return;
  }
  Evidence evidence = begin_daily(DetectorId::machine_cadence, scene, 0);
  evidence.unit = Unit::seconds;
  evidence.p_value = p_of_history(*track);
  evidence.p_at_least = evidence.p_value;
  evidence.observed = pauses.mean;
  evidence.expected_low = track->usual.quantile(0.05) / 10;
  evidence.expected_high = track->usual.quantile(0.95) / 10;
  evidence.route_max = Route::ticket;
  evidence.passes_gate = true;
  evidence.effective_samples = track->usual.total();
  evidence.facts = {pauses.deviation, static_cast<double>(busy.count()) / 60'000, 0, 0};
  out.push_back(evidence);
}

std::string machine_cadence_sentence(const Evidence& evidence, const SentenceWords& words) {
  return fmt::format(
      "{} opened a customer every {} s ± {} s, {} min without a pause of two minutes; its own "
      "pauses last {} s. So even a stretch is {}.",
      words.entity,
      number(evidence.observed),
      number(evidence.facts[0]),
      number(std::floor(evidence.facts[1])),
      range(evidence.expected_low, evidence.expected_high),
      odds(evidence.p_at_least));
}

}  // namespace centinela::detectors
