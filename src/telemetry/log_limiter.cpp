#include "telemetry/log_limiter.h"

#include <utility>

namespace centinela::telemetry {

std::optional<std::uint64_t> LogLimiter::admit(std::string_view key, Time now) {
  const auto known = entries_.find(key);
  if (known == entries_.end()) {
    if (entries_.size() >= keys_max_) {
      entries_.clear();
    }
    entries_.emplace(key, Entry{.next = now + period_});
    return 0;
  }
  Entry& entry = known->second;
  if (now < entry.next) {
    ++entry.withheld;
    ++withheld_;
    return std::nullopt;
  }
  entry.next = now + period_;
  return std::exchange(entry.withheld, 0);
}

}  // namespace centinela::telemetry
