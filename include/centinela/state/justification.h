// How surprising a day's unexplained first accesses are, machinery (f). Floor 3, pure.
#pragma once

#include "centinela/state/principal_state.h"
#include "centinela/stats/beta_binomial.h"

namespace centinela::state {

// Which tail of the beta-binomial: P(X >= u) for words, the mid-p for fusion.
enum class JustificationTail : std::uint8_t { at_least, mid };

// u of n, against the team's rate and the principal's own closed days.
[[nodiscard]] stats::BetaBinomial justification_model(const JustificationTrack& track,
                                                      const stats::BetaPrior& team) noexcept;
[[nodiscard]] double justification_p(const JustificationTrack& track,
                                     const stats::BetaPrior& team,
                                     JustificationTail tail) noexcept;

// The account of that day: the open one or the one before it, whose late accesses are settled when
// it is over. None is kept of days further back: then nothing is resolved.
[[nodiscard]] JustificationTrack justification_of(const JustificationTrack& track,
                                                  std::int64_t day) noexcept;

// Lets the open day teach, and ends it. An extreme day teaches what the 99 % quantile of the
// expectation allows: a lasting change is learnt within days, a single one hardly.
void close_justification_day(JustificationTrack& track, const stats::BetaPrior& team) noexcept;

}  // namespace centinela::state
