#include "app/daemon/coverage_hour.h"

#include <algorithm>

namespace centinela::app {

void CoverageHour::note(EventTime log_time, std::uint64_t judged, std::uint64_t unexplained) {
  const bool is_same_minute =
      samples_.size() > 1 &&
      window_index(samples_.back().time, one_minute) == window_index(log_time, one_minute);
  if (is_same_minute) {
    samples_.back() = {log_time, judged, unexplained};
  } else {
    samples_.push_back({log_time, judged, unexplained});
  }
  // The first is the latest that lies an hour back: what was counted since then is the hour's.
  while (samples_.size() > 2 && samples_[1].time + one_hour <= log_time) {
    samples_.pop_front();
  }
}

std::optional<double> CoverageHour::ratio() const noexcept {
  if (samples_.empty()) {
    return std::nullopt;
  }
  const std::uint64_t judged = samples_.back().judged - samples_.front().judged;
  const std::uint64_t unexplained = samples_.back().unexplained - samples_.front().unexplained;
  if (judged == 0) {
    return std::nullopt;
  }
  return std::max(0.0, 1 - static_cast<double>(unexplained) / static_cast<double>(judged));
}

}  // namespace centinela::app
