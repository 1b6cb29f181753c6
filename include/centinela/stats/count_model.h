// CountModel: gamma-Poisson with credibility, machinery (b). Floor 1, a pure value.
//
// Each entity has a rate of its own, drawn from its peer group (GroupPrior, per unit exposure) and
// learnt from its windows. Exposure m is the seasonal factor of a window (hour-of-week × calendar ×
// common mode). Judge with predictive() first, learn() afterwards.
#pragma once

#include "centinela/stats/decay.h"
#include "centinela/stats/negative_binomial.h"

namespace centinela::stats {

// What the peer group says: mean and variance between members of the rate per unit exposure, and
// kappa, the scatter within a member (variance of a count = λm + (λm)²/kappa).
struct GroupPrior {
  double mean = 1;
  double between_variance = 1;
  double kappa = 10;

  // The gamma prior that matches the moments: a0 = mean²/variance, b0 = a0/mean.
  [[nodiscard]] double shape() const noexcept { return mean * mean / between_variance; }
  [[nodiscard]] double rate() const noexcept { return mean / between_variance; }

  // Within the limits that group_prior.h names: positive and finite in every field.
  [[nodiscard]] GroupPrior bounded() const noexcept;

  template <class Archive>
  void describe(Archive& archive) {
    archive(mean, between_variance, kappa);
  }

  friend bool operator==(const GroupPrior&, const GroupPrior&) = default;
};

struct CountModel {
  double shape = 1;  // a
  double rate = 1;   // b

  // Nothing known but the group: what a day-one hire is judged by.
  [[nodiscard]] static CountModel from(const GroupPrior& prior) noexcept;

  // Expected count per unit exposure, a/b.
  [[nodiscard]] double mean() const noexcept { return shape / rate; }

  // NB with mean m·a/b and 1/r = 1/a + 1/κ + 1/(aκ): uncertainty about the rate and scatter within
  // the member both count (r = min(a, κ) makes the tail up to 43 times too thin).
  [[nodiscard]] NegativeBinomial predictive(double exposure,
                                            const GroupPrior& prior) const noexcept;

  // a ← ρa + (1-ρ)a0 + wx, b ← ρb + (1-ρ)b0 + wm, w = 1/(1 + (a/b)m/κ). ρ is forget_factor() of
  // the time since the last call: after a long leave the model is its prior again. x is to be
  // winsorised before (learning.h). weight in [0, 1] scales what a judged event may teach.
  void learn(double x,
             double exposure,
             const GroupPrior& prior,
             double forget,
             double weight = 1) noexcept;

  // Share of the model that stems from the entity's own windows, in [0, 1): 1 - b0/b.
  [[nodiscard]] double maturity(const GroupPrior& prior) const noexcept;

  // Moves the mean back towards `mean_before` so that |Δ ln mean| <= cap_per_day · elapsed_days;
  // what is known (rate) stays. For mature models: a newcomer's first steps are not drift.
  void cap_drift(double mean_before, double elapsed_days, double cap_per_day = 0.03) noexcept;

  template <class Archive>
  void describe(Archive& archive) {
    archive(shape, rate);
  }

  friend bool operator==(const CountModel&, const CountModel&) = default;
};

}  // namespace centinela::stats
