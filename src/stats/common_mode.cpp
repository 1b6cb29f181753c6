#include "centinela/stats/common_mode.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace centinela::stats {
namespace {

constexpr double factor_min = 0.5;
constexpr double factor_max = 4;
constexpr double deviates_above = 3;

// Anscombe 1948: 2√(x + ⅜) has a variance near 1 for a Poisson x, small means included.
double deviation(const PeerCount& peer, double factor) noexcept {
  return 2 * (std::sqrt(std::max(peer.observed, 0.0) + 0.375) -
              std::sqrt(factor * peer.expected + 0.375));
}

double shrunk(double observed, double expected) noexcept {
  const double factor = (observed + common_mode_shrinkage) / (expected + common_mode_shrinkage);
  return std::clamp(factor, factor_min, factor_max);
}

bool is_usable(const PeerCount& peer) noexcept {
  return peer.expected > 0;
}

}  // namespace

CommonMode CommonModeSnapshot::without(const PeerCount& self) const noexcept {
  if (!is_usable(self)) {
    return all();
  }
  const std::int64_t others = peers - 1;
  if (others < common_mode_peers_min) {
    return {1, std::max<std::int64_t>(others, 0)};
  }
  const double own = deviation(self, pilot);
  const bool was_kept = lowest_kept <= own && own <= highest_kept;
  const double observed = kept_observed - (was_kept ? self.observed : 0);
  const double expected = kept_expected - (was_kept ? self.expected : 0);
  return {shrunk(std::max(observed, 0.0), std::max(expected, 0.0)), others};
}

CommonMode CommonModeSnapshot::all() const noexcept {
  return {peers < common_mode_peers_min ? 1 : shrunk(kept_observed, kept_expected), peers};
}

CommonModeSnapshot common_mode(std::span<const PeerCount> peers) {
  CommonModeSnapshot snapshot;
  double observed = 0;
  double expected = 0;
  for (const PeerCount& peer : peers) {
    if (is_usable(peer)) {
      observed += peer.observed;
      expected += peer.expected;
      ++snapshot.peers;
    }
  }
  snapshot.pilot = (observed + common_mode_shrinkage) / (expected + common_mode_shrinkage);

  // By peer, in their order; 1e300 for those that say nothing.
  std::vector<double> own;
  own.reserve(peers.size());
  std::vector<double> deviations;
  deviations.reserve(peers.size());
  for (const PeerCount& peer : peers) {
    own.push_back(is_usable(peer) ? deviation(peer, snapshot.pilot) : 1e300);
    if (is_usable(peer)) {
      deviations.push_back(own.back());
    }
  }
  if (deviations.empty()) {
    return snapshot;
  }
  std::sort(deviations.begin(), deviations.end());
  const auto cut =
      static_cast<std::size_t>(common_mode_trim * static_cast<double>(deviations.size()));
  snapshot.lowest_kept = std::min(deviations[cut], -deviates_above);
  snapshot.highest_kept = std::max(deviations[deviations.size() - 1 - cut], deviates_above);
  for (std::size_t i = 0; i < peers.size(); ++i) {
    if (snapshot.lowest_kept <= own[i] && own[i] <= snapshot.highest_kept) {
      snapshot.kept_observed += peers[i].observed;
      snapshot.kept_expected += peers[i].expected;
    }
  }
  return snapshot;
}

}  // namespace centinela::stats
