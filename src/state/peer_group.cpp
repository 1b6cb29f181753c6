#include "centinela/state/peer_group.h"

#include <algorithm>

namespace centinela::state {

PeerGroup::PeerGroup() noexcept {
  season.hour_of_week.fill(1);
  season.day_of_week.fill(1);
}

void HighestByDay::add(double value, std::int64_t day) noexcept {
  if (last_day == no_window || day - last_day >= static_cast<std::int64_t>(highest.size())) {
    highest.fill(0);
    last_day = day;
  }
  for (; last_day < day; ++last_day) {
    highest[static_cast<std::size_t>((last_day + 1) % 28)] = 0;
  }
  if (last_day - day < static_cast<std::int64_t>(highest.size()) && day >= 0) {
    float& slot = highest[static_cast<std::size_t>(day % 28)];
    slot = std::max(slot, static_cast<float>(value));
  }
}

double HighestByDay::highest_until(std::int64_t day) const noexcept {
  const bool is_stale =
      last_day == no_window || day - last_day >= static_cast<std::int64_t>(highest.size());
  return is_stale ? 0 : *std::max_element(highest.begin(), highest.end());
}

}  // namespace centinela::state
