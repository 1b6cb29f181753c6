// NegativeBinomial: the predictive distribution of every count. Floor 1, a pure value, any thread.
//
// Mean m and variance m + m²/r, with 1/r stored so that the Poisson limit is 0 and not infinity.
// Fast where it is called per event: P(X >= 1) is closed form, small x a short recurrence, the rest
// one incomplete beta function. All probabilities lie in [smallest_p, 1].
#pragma once

#include "centinela/stats/interval.h"

#include <cstdint>

namespace centinela::stats {

// Means below this are taken for this, so that no first event is infinitely surprising.
inline constexpr double smallest_mean = 1e-9;

struct NegativeBinomial {
  double mean = 1;
  double inverse_size = 0;  // 1/r >= 0; 0 is Poisson

  // P(X >= x); 1 for x <= 0. What sentences and gates say.
  [[nodiscard]] double p_at_least(std::int64_t x) const noexcept;
  // P(X > x) + P(X = x)/2, the mid-p that fusion takes.
  [[nodiscard]] double p_above_mid(std::int64_t x) const noexcept;
  // P(X <= x), and P(X < x) + P(X = x)/2: too few instead of too many.
  [[nodiscard]] double p_at_most(std::int64_t x) const noexcept;
  [[nodiscard]] double p_below_mid(std::int64_t x) const noexcept;
  // P(X > x) + v·P(X = x): uniform on (0, 1) for v uniform. What calibrators take; v comes from a
  // hash of the event's position so that replays agree.
  [[nodiscard]] double randomised_pit_upper(std::int64_t x, double v) const noexcept;

  // P(X = x), clamped.
  [[nodiscard]] double p_exactly(std::int64_t x) const noexcept;

  // Smallest x with P(X <= x) >= p; p is clamped to [0, 1 - 1e-12].
  [[nodiscard]] std::int64_t quantile(double p) const noexcept;
  // Smallest x with P(X >= x) <= p: "would not have fired below x". p in [1e-12, 1].
  [[nodiscard]] std::int64_t first_at_most(double p) const noexcept;
  // Equal-tailed interval that holds at least that share.
  [[nodiscard]] Interval expected(double coverage = 0.9) const noexcept;

  [[nodiscard]] double variance() const noexcept { return mean + mean * mean * inverse_size; }

  template <class Archive>
  void describe(Archive& archive) {
    archive(mean, inverse_size);
  }

  friend bool operator==(const NegativeBinomial&, const NegativeBinomial&) = default;
};

}  // namespace centinela::stats
