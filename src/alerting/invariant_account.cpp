#include "centinela/alerting/invariant_account.h"

#include <algorithm>

namespace centinela::alerting {

bool InvariantAccount::page(std::uint64_t key, EventTime now) noexcept {
  constexpr Duration week = std::chrono::hours{7 * 24};
  for (Entry& entry : entries_) {
    if (entry.key != key) {
      continue;
    }
    if (now - entry.week_start >= week) {
      entry.week_start = now;
      entry.pages = 0;
    }
    ++entry.pages;
    return entry.pages <= pages_per_week;
  }
  if (entries_.full()) {
    entries_.erase_at(0);
  }
  entries_.push_back({key, now, 1});
  return true;
}

bool InvariantAccount::is_just_spent(std::uint64_t key) const noexcept {
  return std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) {
    return entry.key == key && entry.pages == pages_per_week + 1;
  });
}

void InvariantAccount::forgive(std::uint64_t key) noexcept {
  for (Entry& entry : entries_) {
    entry.pages -= entry.key == key && entry.pages > 0 ? 1 : 0;
  }
}

}  // namespace centinela::alerting
