// What a baseline may learn from a judged count, machinery (l). Floor 1, pure.
//
// Two ledgers: these rules are for baselines only. Calibrators (conformal.h) take every score,
// whatever its p; a calibrator fed through these rules would eat itself.
#pragma once

#include "centinela/stats/negative_binomial.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace centinela::stats {

struct LearningRules {
  double winsorise_at = 0.99;      // the predictive quantile that a count is cut to
  double quarantine_below = 1e-3;  // a p under this is not learnt until it is released
  double drift_per_day = 0.03;     // most that ln(mean) may move
  double mature_from = 0.5;        // CountModel::maturity from which the drift cap holds
};

// The count as a baseline may see it: at most the predictive's 99 % quantile.
[[nodiscard]] inline double winsorised(double x,
                                       const NegativeBinomial& predictive,
                                       double at = LearningRules{}.winsorise_at) noexcept {
  // x lies within the quantile where P(X >= x) > 1 - at; the quantile itself is looked for only
  // when it cuts.
  const auto whole = static_cast<std::int64_t>(std::ceil(x));
  return predictive.p_at_least(whole) > 1 - at
             ? x
             : std::min(x, static_cast<double>(predictive.quantile(at)));
}

// True when the count is to be held back until a benign ruling or a level change of the role.
[[nodiscard]] inline bool is_quarantined(double p,
                                         double below = LearningRules{}.quarantine_below) noexcept {
  return p < below;
}

}  // namespace centinela::stats
