// BetaBinomial: u of n with an uncertain rate, machinery (f). Floor 1, a pure value, any thread.
//
// u may be a sum of (1 - strength of explanation), so not whole: tails are interpolated linearly
// between the whole numbers around it, which is the mean over a fair random rounding and never
// smaller than an interpolation of logarithms. Above n = 2048 trials are thinned to 2048 with the
// variance kept (relative error of p below 25 % down to 1e-6, tested).
#pragma once

#include "centinela/stats/interval.h"

#include <cstdint>

namespace centinela::stats {

// What is believed about a rate: Beta(alpha, beta). From peers by RatePriorEstimator.
struct BetaPrior {
  double alpha = 0.5;
  double beta = 0.5;

  [[nodiscard]] static BetaPrior from_mean(double mean, double strength) noexcept;
  [[nodiscard]] double mean() const noexcept { return alpha / (alpha + beta); }
  [[nodiscard]] double strength() const noexcept { return alpha + beta; }
  // After u of n more; both may be fractional and decayed.
  [[nodiscard]] BetaPrior posterior(double u, double n) const noexcept;

  template <class Archive>
  void describe(Archive& archive) {
    archive(alpha, beta);
  }

  friend bool operator==(const BetaPrior&, const BetaPrior&) = default;
};

struct BetaBinomial {
  std::int64_t trials = 0;
  double alpha = 0.5;
  double beta = 0.5;

  [[nodiscard]] static BetaBinomial of(std::int64_t trials, const BetaPrior& prior) noexcept {
    return {trials, prior.alpha, prior.beta};
  }

  // P(U >= u); 1 for u <= 0, smallest_p for u > n.
  [[nodiscard]] double p_at_least(double u) const noexcept;
  // P(U > u) + P(U = u)/2.
  [[nodiscard]] double p_above_mid(double u) const noexcept;
  // P(U <= u), u rounded down.
  [[nodiscard]] double p_at_most(double u) const noexcept;
  // P(U > u) + v·P(U = u), u whole.
  [[nodiscard]] double randomised_pit_upper(std::int64_t u, double v) const noexcept;

  [[nodiscard]] double mean() const noexcept {
    return static_cast<double>(trials) * alpha / (alpha + beta);
  }
  // Smallest u with P(U <= u) >= p.
  [[nodiscard]] std::int64_t quantile(double p) const noexcept;
  [[nodiscard]] Interval expected(double coverage = 0.9) const noexcept;
};

[[nodiscard]] double beta_binomial_at_least(double u,
                                            std::int64_t n,
                                            double alpha,
                                            double beta) noexcept;

// Pools members' (u, n) into a prior by moments; mergeable sums, as group_prior.h.
class RatePriorEstimator {
 public:
  void add(double u, double n) noexcept { accumulate(u, n, 1); }
  void remove(double u, double n) noexcept { accumulate(u, n, -1); }
  void merge(const RatePriorEstimator& other) noexcept;

  // Strength within [2, 1000], shrunk towards the default as if that were `default_members`.
  [[nodiscard]] BetaPrior estimate(const BetaPrior& shipped_default,
                                   double default_members = 5) const noexcept;

  template <class Archive>
  void describe(Archive& archive) {
    archive(members_, u_, n_, n_squared_, u2_by_n_);
  }

 private:
  void accumulate(double u, double n, double sign) noexcept;
  [[nodiscard]] double between_variance(double mean) const noexcept;

  double members_ = 0;
  double u_ = 0;
  double n_ = 0;
  double n_squared_ = 0;
  double u2_by_n_ = 0;
};

}  // namespace centinela::stats
