// LogClock: how far the log has come, and whom to believe about it. Floor 3, plain data.
//
// One broken clock that says 2099 would end every window, forget everybody as idle and make all
// that follows late. So a leap is believed only when a run of records says the same.
#pragma once

#include "centinela/base/time.h"

#include <cstdint>

namespace centinela::state {

struct LogClock {
  // No pause of a platform lasts so long.
  static constexpr Duration leap_min = std::chrono::days{100};
  static constexpr std::uint32_t witnesses_min = 16;

  EventTime ahead;  // where the latest records say that the log is
  std::uint32_t witnesses = 0;

  // When a record was received, for all that counts: what it says, or the log's time while it is
  // alone with a leap.
  EventTime believe(EventTime log_time, EventTime received) noexcept {
    if (received - log_time < leap_min) {
      witnesses = 0;
      return received;
    }
    const Duration apart = received > ahead ? received - ahead : ahead - received;
    witnesses = witnesses > 0 && apart < leap_min ? witnesses + 1 : 1;
    ahead = received;
    if (witnesses < witnesses_min) {
      return log_time;
    }
    witnesses = 0;
    return received;
  }

  template <class Archive>
  void describe(Archive& archive) {
    archive(ahead, witnesses);
  }
};

}  // namespace centinela::state
