#include "centinela/stats/rarity.h"

#include "centinela/stats/special.h"

#include <algorithm>

namespace centinela::stats {
namespace {

// Equal counts may reach equal probabilities on different roundings.
constexpr double tie = 1 + 1e-9;

}  // namespace

double backed_off(BackoffCounts own, double parent_probability, double kappa) noexcept {
  const double prior = std::max(kappa, 1e-9);
  const double count = std::clamp(own.value_count, 0.0, std::max(own.total, 0.0));
  return clamp_p((count + prior * parent_probability) / (std::max(own.total, 0.0) + prior));
}

double tenant_probability(BackoffCounts tenant, double distinct_values) noexcept {
  const double total = std::max(tenant.total, 0.0);
  const double count = std::clamp(tenant.value_count, 0.0, total);
  return clamp_p((count + 0.5) / (total + 0.5 * std::max(distinct_values, 0.0) + 0.5));
}

double unseen_probability(double tenant_total, double distinct_values) noexcept {
  return tenant_probability({0, tenant_total}, distinct_values);
}

double rarity_probability(const RarityLevels& levels, double kappa) noexcept {
  const double tenant = tenant_probability(levels.tenant, levels.distinct_values);
  return backed_off(levels.own, backed_off(levels.group, tenant, kappa), kappa);
}

double rarity_p(std::span<const double> probabilities_of_all_known_values,
                double p_of_this_value,
                double unseen_mass) noexcept {
  const double limit = p_of_this_value * tie;
  double sum = unseen_mass <= limit ? unseen_mass : 0;
  for (const double p : probabilities_of_all_known_values) {
    sum += p <= limit ? p : 0;
  }
  return clamp_p(std::max(sum, p_of_this_value));
}

}  // namespace centinela::stats
