#include "centinela/state/value_table.h"

#include "centinela/stats/decay.h"

#include <algorithm>

namespace centinela::state {
namespace {

double forget(std::int32_t from, std::int32_t to) noexcept {
  return stats::forget_factor(static_cast<double>(to - from), stats::rarity_half_life_days);
}

}  // namespace

const SeenValue* ValueTable::find(Attribute attribute, std::uint64_t value) const noexcept {
  for (const SeenValue& seen : values_) {
    if (seen.value == value && seen.attribute == attribute) {
      return &seen;
    }
  }
  return nullptr;
}

SeenValue* ValueTable::find(Attribute attribute, std::uint64_t value) noexcept {
  return const_cast<SeenValue*>(std::as_const(*this).find(attribute, value));
}

SeenValue& ValueTable::meet(Attribute attribute, std::uint64_t value, std::int32_t day) {
  if (SeenValue* known = find(attribute, value); known != nullptr) {
    return *known;
  }
  SeenValue fresh;
  fresh.value = value;
  fresh.attribute = attribute;
  fresh.last_day = day;
  if (values_.size() < values_max_) {
    return values_.emplace_back(fresh);
  }
  const auto weakest = std::min_element(
      values_.begin(), values_.end(), [day](const SeenValue& a, const SeenValue& b) {
        const double days_a = days(a, day);
        const double days_b = days(b, day);
        return days_a != days_b ? days_a < days_b : a.sight_day < b.sight_day;
      });
  *weakest = fresh;
  return *weakest;
}

void ValueTable::learn(SeenValue& seen, std::int32_t day, double weight) noexcept {
  seen.days = static_cast<float>(days(seen, day) + weight);
  seen.last_day = std::max(seen.last_day, day);
  const auto at = static_cast<std::size_t>(seen.attribute);
  totals_[at] = static_cast<float>(totals_[at] * forget(total_days_[at], day) + weight);
  total_days_[at] = std::max(total_days_[at], day);
}

double ValueTable::days(const SeenValue& seen, std::int32_t day) noexcept {
  return seen.days * forget(seen.last_day, day);
}

double ValueTable::total(Attribute attribute, std::int32_t day) const noexcept {
  const auto at = static_cast<std::size_t>(attribute);
  return totals_[at] * forget(total_days_[at], day);
}

double ValueTable::distinct(Attribute attribute) const noexcept {
  return static_cast<double>(
      std::count_if(values_.begin(), values_.end(), [attribute](const SeenValue& seen) {
        return seen.attribute == attribute && seen.days > 0;
      }));
}

}  // namespace centinela::state
