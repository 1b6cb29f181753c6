#include "centinela/features/novelty.h"

#include "centinela/stats/rarity.h"

#include <algorithm>
#include <vector>

namespace centinela::features {
namespace {

using state::Attribute;
using state::SeenValue;
using state::ValueTable;

// The levels of the hierarchy for one attribute, as of one day.
struct Levels {
  const ValueTable& own;
  const ValueTable& group;
  const ValueTable& tenant;
  Attribute attribute;
  std::int32_t day;
  double own_total;
  double group_total;
  double tenant_total;
  double distinct;

  [[nodiscard]] static double days(const ValueTable& table,
                                   Attribute attribute,
                                   std::uint64_t value,
                                   std::int32_t day) noexcept {
    const SeenValue* seen = table.find(attribute, value);
    return seen == nullptr ? 0 : ValueTable::days(*seen, day);
  }

  [[nodiscard]] double probability(std::uint64_t value) const noexcept {
    stats::RarityLevels levels;
    levels.own = {days(own, attribute, value, day), own_total};
    levels.group = {days(group, attribute, value, day), group_total};
    levels.tenant = {days(tenant, attribute, value, day), tenant_total};
    levels.distinct_values = distinct;
    return stats::rarity_probability(levels);
  }

  // What is left for values that nobody in the tenant was seen with.
  [[nodiscard]] double unseen() const noexcept {
    stats::RarityLevels levels;
    levels.own = {0, own_total};
    levels.group = {0, group_total};
    levels.tenant = {0, tenant_total};
    levels.distinct_values = distinct;
    return stats::rarity_probability(levels);
  }
};

// Σ P(w) over all values w of the tenant that are no likelier than this one for this principal.
double tail_sum(const Levels& levels, double p_of_this) noexcept {
  double sum = 0;
  const auto add = [&](const ValueTable& table, const ValueTable* unless) {
    for (const SeenValue& seen : table.values()) {
      if (seen.attribute != levels.attribute ||
          (unless != nullptr && unless->find(levels.attribute, seen.value) != nullptr)) {
        continue;
      }
      const double p = levels.probability(seen.value);
      sum += p <= p_of_this * (1 + 1e-9) ? p : 0;
    }
  };
  add(levels.tenant, nullptr);
  add(levels.own, &levels.tenant);
  const double unseen = levels.unseen();
  return std::clamp(sum + (unseen <= p_of_this * (1 + 1e-9) ? unseen : 0), p_of_this, 1.0);
}

}  // namespace

Novelty novelty_of(const state::Scene& scene, const state::Sight& sight) noexcept {
  Novelty novelty;
  const auto day = static_cast<std::int32_t>(scene.local.day);
  const SeenValue* own = scene.principal.values.find(sight.attribute, sight.value);
  if (own != nullptr && own->sight_day == day) {
    return novelty;
  }
  novelty.is_first_today = true;
  novelty.own_days = own == nullptr ? 0 : ValueTable::days(*own, day);
  novelty.own_total = scene.principal.values.total(sight.attribute, day);
  // Somebody who was seen with it on a tenth of the days makes no news with it.
  if (novelty.own_days >= 3 && novelty.own_days * 10 >= novelty.own_total) {
    novelty.has_history = true;
    return novelty;
  }
  const Levels levels{scene.principal.values,
                      scene.group.values,
                      scene.tenant.values,
                      sight.attribute,
                      day,
                      novelty.own_total,
                      scene.group.values.total(sight.attribute, day),
                      scene.tenant.values.total(sight.attribute, day),
                      scene.tenant.values.distinct(sight.attribute)};
  novelty.group_days = Levels::days(levels.group, sight.attribute, sight.value, day);
  novelty.peers_share = levels.group_total > 0 ? novelty.group_days / levels.group_total : 0;
  constexpr double days_min = 10;  // of the principal or its tenant
  novelty.has_history = novelty.own_total >= 3 && levels.tenant_total >= days_min;
  if (novelty.has_history) {
    novelty.p = tail_sum(levels, levels.probability(sight.value));
  }
  return novelty;
}

HourRarity hour_rarity(const state::Scene& scene) noexcept {
  HourRarity rarity;
  const state::PrincipalState& principal = scene.principal;
  if (!principal.week) {
    return rarity;
  }
  rarity.own_hours = principal.week->total();
  const auto hour = static_cast<std::size_t>(scene.local.hour_of_week);
  // Until there are weeks enough, all days of the own week are taken as one kind of day.
  constexpr double hours_for_a_week = 120;
  const stats::CircularHistogram own =
      rarity.own_hours < hours_for_a_week ? principal.week->day_profile() : *principal.week;
  const auto team = scene.group.active_hours.probabilities();
  const auto probabilities = own.probabilities(team);
  rarity.p = stats::hour_tail_p(probabilities, hour);
  rarity.share = 3 * probabilities[hour];
  rarity.team_share = 3 * team[hour];
  return rarity;
}

}  // namespace centinela::features
