// Fusing the families of an episode into one p-value, machinery (i), and the score. Floor 6, pure.
#pragma once

#include "centinela/detectors/evidence.h"

#include <array>
#include <cstdint>

namespace centinela::fusion {

// What one family has said in an episode.
struct FamilyTally {
  double smallest_p = 1;     // calibrated, of its most surprising opportunity
  std::uint32_t judged = 0;  // opportunities judged, surprising or not

  // 1 − (1 − min p)^m: the smallest of m is no news by itself.
  [[nodiscard]] double p_value() const noexcept;

  template <class Archive>
  void describe(Archive& archive) {
    archive(smallest_p, judged);
  }
};
using Tallies = std::array<FamilyTally, detectors::family_count>;

struct Fused {
  double p_value = 1;
  int families_spoken = 0;      // that judged anything
  int families_surprising = 0;  // whose own p is below `surprising_p`
  std::uint32_t active = 0;     // bit per surprising family: the stratum of its calibration
};
inline constexpr double surprising_p = 0.01;

// Capped Cauchy between families. The forest is left out beside any family whose features it uses:
// it would say the same thing twice.
[[nodiscard]] Fused fuse(const Tallies& tallies) noexcept;

// Share of the surprise that each family carries, −ln p over their sum; 0 for those that are not
// surprising.
[[nodiscard]] std::array<double, detectors::family_count> shares(const Tallies& tallies) noexcept;

// 0–100 by knots in log10 p: 1 in 10 scores 20, 1 in 100 50, 1 in 1 000 75, 1 in 10 000 90,
// 1 in 100 000 97, 1 in a million 99, a hundredth of that 100. Decreasing in p.
[[nodiscard]] double score_of(double p) noexcept;

// critical ≥ 97, high ≥ 90, medium ≥ 75, low below.
// Of the score as it is printed, so that nobody reads 90 beside medium.
[[nodiscard]] Severity severity_of(double score) noexcept;

}  // namespace centinela::fusion
