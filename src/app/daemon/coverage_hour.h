// CoverageHour: which share of the accesses of the last hour of log time has an explanation.
// Floor 10, pure.
//
// Confined to the engine thread. Keeps one sample a minute, at most 61 of them.
#pragma once

#include "centinela/base/time.h"

#include <cstdint>
#include <deque>
#include <optional>

namespace centinela::app {

class CoverageHour {
 public:
  // Totals as they stand at that log time, which never goes back.
  void note(EventTime log_time, std::uint64_t judged, std::uint64_t unexplained);
  // Nothing while no access was judged in the hour. An access is found unexplained only when its
  // time of grace is over, so the two totals do not count quite the same accesses: clamped to 0.
  [[nodiscard]] std::optional<double> ratio() const noexcept;

 private:
  struct Sample {
    EventTime time;
    std::uint64_t judged = 0;
    std::uint64_t unexplained = 0;
  };
  std::deque<Sample> samples_;  // oldest first; the last is now
};

}  // namespace centinela::app
