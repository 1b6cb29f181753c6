// ParetoTail: a generalised Pareto tail above a threshold. Floor 1, a pure value.
//
// Fitted by probability-weighted moments (Hosking & Wallis 1987), shape clipped to [-0.5, 0.5].
// share is N_t/n: what part of all scores lies above the threshold.
#pragma once

#include <span>

namespace centinela::stats {

struct ParetoTail {
  double threshold = 0;  // t
  double shape = 0;      // γ; 0 is exponential, below 0 the tail ends
  double scale = 1;      // σ > 0
  double share = 1;      // N_t/n, in (0, 1]

  // P(score > s) = share·(1 + γ(s-t)/σ)^(-1/γ), share for s <= t, clamped: beyond the end of a
  // tail with γ < 0 it is smallest_p.
  [[nodiscard]] double survival(double score) const noexcept;
  // The score with that survival; p in (0, share], above it the threshold.
  [[nodiscard]] double quantile(double p) const noexcept;

  template <class Archive>
  void describe(Archive& archive) {
    archive(threshold, shape, scale, share);
  }

  friend bool operator==(const ParetoTail&, const ParetoTail&) = default;
};

// scores_above: ascending, all > threshold, at least 2 of them; n is the whole sample's size.
// All excesses equal (no spread): shape -0.5 with that mean.
[[nodiscard]] ParetoTail fit_pareto_tail(std::span<const double> scores_above,
                                         double threshold,
                                         double n) noexcept;

}  // namespace centinela::stats
