// Random counts from the very models that the detectors assume, for tests under the null.
#pragma once

#include "centinela/base/rng.h"
#include "centinela/stats/beta_binomial.h"
#include "centinela/stats/count_model.h"
#include "centinela/stats/kolmogorov.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace centinela::test {

// X ~ NB(mean, 1/r) as a gamma mixture of Poissons.
inline std::int64_t draw(const stats::NegativeBinomial& nb, Rng& rng) {
  const double mixed =
      nb.inverse_size > 0 ? rng.gamma(1 / nb.inverse_size) * nb.inverse_size * nb.mean : nb.mean;
  return rng.poisson(mixed);
}

// A member's rate, then a window's count with scatter κ within the member.
inline double draw_rate(const stats::GroupPrior& group, Rng& rng) {
  return rng.gamma(group.shape()) / group.rate();
}
inline std::int64_t draw_count(double rate, const stats::GroupPrior& group, Rng& rng) {
  return rng.poisson(rate * rng.gamma(group.kappa) / group.kappa);
}

inline std::int64_t draw(const stats::BetaBinomial& model, Rng& rng) {
  const double a = rng.gamma(model.alpha);
  const double rate = a / (a + rng.gamma(model.beta));
  std::int64_t hits = 0;
  for (std::int64_t i = 0; i < model.trials; ++i) {
    hits += rng.uniform() < rate ? 1 : 0;
  }
  return hits;
}

// p of the Kolmogorov–Smirnov test against the uniform distribution.
inline double uniformity_p(std::vector<double> p_values) {
  std::sort(p_values.begin(), p_values.end());
  return stats::kolmogorov_p(stats::ks_distance_uniform(p_values),
                             static_cast<double>(p_values.size()));
}

}  // namespace centinela::test
