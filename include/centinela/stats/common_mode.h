// The common mode of a peer group, machinery (d): what moves everybody is no news. Floor 1, pure.
//
// m = (Σx + k)/(Σμ + k) over the active peers without oneself, trimmed, clamped to [0.5, 4], and 1
// below 8 active peers. The snapshot is computed once per group and slice; every member then takes
// itself out in constant time.
#pragma once

#include <cstdint>
#include <span>

namespace centinela::stats {

inline constexpr double common_mode_shrinkage = 20;  // k
inline constexpr double common_mode_trim = 0.2;      // most that is trimmed at each end
inline constexpr std::int64_t common_mode_peers_min = 8;

// One active peer in the closed slices of the past hour.
struct PeerCount {
  double observed = 0;  // x
  double expected = 0;  // μ, without common mode
};

struct CommonMode {
  double factor = 1;
  std::int64_t peers = 0;  // active peers it rests on, self excluded
};

struct CommonModeSnapshot {
  double kept_observed = 0;
  double kept_expected = 0;
  double lowest_kept = 0;  // deviations of the trimmed lie outside [lowest, highest]
  double highest_kept = 0;
  double pilot = 1;  // untrimmed factor that deviations are measured from
  std::int64_t peers = 0;

  // For a member of the group: its own contribution is taken out first.
  [[nodiscard]] CommonMode without(const PeerCount& self) const noexcept;
  // For somebody outside the group.
  [[nodiscard]] CommonMode all() const noexcept;

  template <class Archive>
  void describe(Archive& archive) {
    archive(kept_observed, kept_expected, lowest_kept, highest_kept, pilot, peers);
  }
};

// Trims at most 20 % of the peers at each end, and only those whose Anscombe deviation
// 2(√(x+⅜) - √(pilot·μ+⅜)) is above 3: a plain trimmed mean of skewed counts would be too low.
// Peers with μ <= 0 are left out. Allocates; once per slice, not per event.
[[nodiscard]] CommonModeSnapshot common_mode(std::span<const PeerCount> peers);

}  // namespace centinela::stats
