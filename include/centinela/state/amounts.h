// How unusual an amount of records is, machinery (f) with a hurdle. Floor 3, pure.
#pragma once

#include "centinela/event/event.h"
#include "centinela/state/class_state.h"
#include "centinela/state/peer_group.h"

namespace centinela::state {

// Leaves the system or is made to: what takes the hurdle of "exports today?".
[[nodiscard]] bool is_export(Action action) noexcept;
// Records that an event moved; at least the data subjects it named.
[[nodiscard]] double amount_of(const Event& event) noexcept;

// The scale of `days` as it stands; empty when they weigh less than `days_min`.
[[nodiscard]] AmountScale scale_of(const stats::LogQuantiles& days, double days_min) noexcept;

struct AmountView {
  double p = 1;         // of the day, hurdle included
  double z = 0;         // robust deviations of the larger of job and day
  double p_hurdle = 1;  // P(exports on such a day); 1 when it did not
  double usual = 0;     // median of own days, or of the group's where there are too few
  double high = 0;      // 95 % quantile of the same
  bool is_own = false;  // compared with its own history
};

// Against the principal's own days, else against the group's; p by a t tail with 4 degrees of
// freedom (heavy), to be calibrated. 1 without any history.
[[nodiscard]] AmountView judge_amounts(const ClassState& state, const PeerSnapshot& peers) noexcept;

}  // namespace centinela::state
