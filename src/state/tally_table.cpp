#include "centinela/state/tally_table.h"

#include "centinela/stats/rarity.h"

#include <algorithm>

namespace centinela::state {
namespace {

double faded(const Tally& tally, std::int64_t day) noexcept {
  const auto elapsed = static_cast<double>(day - tally.day);
  return static_cast<double>(tally.count) *
         stats::forget_factor(elapsed, stats::rarity_half_life_days);
}

// P(a conversation holds the value): (n + κP₀)/(N + κ), P₀ of the tenant with half a count of its
// own, so that what nobody ever did is rarer than what somebody does.
double tenant_share(const TallyTable& tenant, double chances, const Tally& sight) noexcept {
  return std::min(1.0, (tenant.count(sight.value, sight.day) + 0.5) / (chances + 1));
}

}  // namespace

void TallyTable::add(std::uint64_t value, std::int64_t day, double weight) {
  for (Tally& tally : values_) {
    if (tally.value == value) {
      tally.count = static_cast<float>(faded(tally, day) + weight);
      tally.day = std::max(tally.day, static_cast<std::int32_t>(day));
      return;
    }
  }
  const Tally fresh{value, static_cast<float>(weight), static_cast<std::int32_t>(day)};
  if (values_.size() < values_max) {
    values_.push_back(fresh);
    return;
  }
  *std::min_element(values_.begin(), values_.end(), [day](const Tally& a, const Tally& b) {
    return faded(a, day) < faded(b, day);
  }) = fresh;
}

double TallyTable::count(std::uint64_t value, std::int64_t day) const noexcept {
  const auto at = std::find_if(
      values_.begin(), values_.end(), [value](const Tally& tally) { return tally.value == value; });
  return at == values_.end() ? 0 : faded(*at, day);
}

double TallyTable::total(std::int64_t day) const noexcept {
  double sum = 0;
  for (const Tally& tally : values_) {
    sum += faded(tally, day);
  }
  return sum;
}

TallyRarity rarity_in(const TallyTable& own,
                      double chances,
                      const TallyTable& tenant,
                      double tenant_chances,
                      const Tally& sight) noexcept {
  TallyRarity rarity;
  rarity.count = own.count(sight.value, sight.day);
  rarity.of_all = chances;
  rarity.elsewhere = tenant_share(tenant, tenant_chances, sight);
  const auto held = [&](double count, double parent) {
    return std::min(1.0, stats::backed_off({count, chances}, parent));
  };
  const double of_value = held(rarity.count, rarity.elsewhere);
  double sum = rarity.count > 0 ? 0 : of_value;
  for (const Tally& tally : own.values()) {
    const Tally other{tally.value, 0, sight.day};
    const double share = held(faded(tally, sight.day), tenant_share(tenant, tenant_chances, other));
    sum += share <= of_value * (1 + 1e-9) ? share : 0;
  }
  rarity.p = std::clamp(std::max(sum, of_value), 1e-12, 1.0);
  return rarity;
}

}  // namespace centinela::state
