// DecayedCounter: a sum that halves with event time, decayed only when touched. Floor 1, a value.
//
// 16 bytes; the half-life is the caller's, the same at every call. Not for distinct counts (those
// take tumbling windows). One thread.
#pragma once

#include "centinela/stats/decay.h"

#include <cstdint>

namespace centinela::stats {

class DecayedCounter {
 public:
  // A late event counts for what is left of it by now; time never goes back.
  void add(double amount, EventTime when, Duration half_life) noexcept {
    if (when < last()) {
      value_ += amount * forget_factor(last() - when, half_life);
      return;
    }
    value_ = value_ * forget_factor(when - last(), half_life) + amount;
    last_milliseconds_ = when.milliseconds();
  }

  // As of `now`; a time before the last add gives the undecayed value.
  [[nodiscard]] double value(EventTime now, Duration half_life) const noexcept {
    return value_ * forget_factor(now - last(), half_life);
  }
  [[nodiscard]] EventTime last() const noexcept { return EventTime{last_milliseconds_}; }

  template <class Archive>
  void describe(Archive& archive) {
    archive(value_, last_milliseconds_);
  }

  friend bool operator==(const DecayedCounter&, const DecayedCounter&) = default;

 private:
  double value_ = 0;
  std::int64_t last_milliseconds_ = 0;
};

}  // namespace centinela::stats
