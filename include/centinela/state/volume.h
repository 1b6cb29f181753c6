// Judging and closing the windows of a VolumeTrack, machinery (b), (c), (l). Floor 3, pure.
#pragma once

#include "centinela/state/volume_track.h"
#include "centinela/stats/negative_binomial.h"

#include <cstdint>

namespace centinela::state {

// What the window's count is compared with: the entity's own model, which holds the peers as its
// prior, and the same as it was four weeks ago.
struct VolumeView {
  stats::NegativeBinomial self;
  stats::NegativeBinomial lagged;
  bool has_lagged = false;

  // min(1, 2·min(self, lagged)), or self alone.
  [[nodiscard]] double p_above_mid(std::int64_t x) const noexcept;
  [[nodiscard]] double p_at_least(std::int64_t x) const noexcept;
  [[nodiscard]] double pit(std::int64_t x, double v) const noexcept;
  // The leg that expects more: what a fair sentence quotes.
  [[nodiscard]] const stats::NegativeBinomial& quoted() const noexcept;
};

[[nodiscard]] VolumeView predict(const VolumeTrack& track,
                                 const stats::GroupPrior& prior,
                                 double exposure,
                                 std::int64_t week) noexcept;

struct WindowClock {
  double days_per_window = 1;  // 1/24 for hours
  std::int64_t week = 0;       // of the window that closes
};

// What closing a window tells: to calibrators the surprise, to peers the sums.
struct ClosedWindow {
  std::int64_t window = no_window;
  std::int64_t x = 0;
  double exposure = 1;
  double pit = 1;          // randomised, in (0, 1]
  double mean_before = 1;  // own rate per unit exposure before this window was learnt
  stats::MemberSums sums_before;
  stats::MemberSums sums_after;
};

// Ends the open window: learns it winsorised, or quarantines it when it was judged p < 1e-3.
// `v` in [0, 1) randomises the PIT; take it from a hash of entity and window.
[[nodiscard]] ClosedWindow close_window(VolumeTrack& track,
                                        const stats::GroupPrior& prior,
                                        const WindowClock& clock,
                                        double v) noexcept;

// A benign ruling on the windows first…last: what was quarantined of them is learnt after all, and
// what is still open will be.
void release_quarantine(VolumeTrack& track,
                        const stats::GroupPrior& prior,
                        std::int64_t first,
                        std::int64_t last) noexcept;

}  // namespace centinela::state
