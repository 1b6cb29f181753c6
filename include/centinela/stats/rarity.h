// How rare a value is for somebody, machinery (e): hierarchical Dirichlet back-off. Floor 1, pure.
//
// Counts are active days or sessions, never events, and decay with a half-life of 90 days
// (rarity_half_life_days). The p is a tail sum, so naturally varied users are not punished.
#pragma once

#include "centinela/stats/decay.h"

#include <span>

namespace centinela::stats {

inline constexpr double backoff_kappa = 10;

struct BackoffCounts {
  double value_count = 0;  // n of this value
  double total = 0;        // N of all values

  template <class Archive>
  void describe(Archive& archive) {
    archive(value_count, total);
  }
};

// (n + κP)/(N + κ): own counts where there are many, the parent's probability where there are few.
[[nodiscard]] double backed_off(BackoffCounts own,
                                double parent_probability,
                                double kappa = backoff_kappa) noexcept;

// Root of the hierarchy, P(v|T) = (n + ½)/(N + ½V + ½), with V distinct values seen in the tenant.
[[nodiscard]] double tenant_probability(BackoffCounts tenant, double distinct_values) noexcept;
// The ½/(N + ½V + ½) that is left for all values never seen in the tenant; 1 for an empty tenant.
[[nodiscard]] double unseen_probability(double tenant_total, double distinct_values) noexcept;

// The three levels at once: P(v|u) from principal, peer group and tenant.
struct RarityLevels {
  BackoffCounts own;
  BackoffCounts group;
  BackoffCounts tenant;
  double distinct_values = 0;  // V, in the tenant
};
[[nodiscard]] double rarity_probability(const RarityLevels& levels,
                                        double kappa = backoff_kappa) noexcept;

// p = Σ P(w) over the known values w with P(w) <= P(v), plus the unseen mass where that is no
// likelier than v either. For a value never seen pass p_of_this_value = unseen_mass. At least
// p_of_this_value itself; values within 1e-9 of one another count as equally likely.
[[nodiscard]] double rarity_p(std::span<const double> probabilities_of_all_known_values,
                              double p_of_this_value,
                              double unseen_mass) noexcept;

}  // namespace centinela::stats
