// RateTrack: u of n today and before, against the team's rate, machinery (f). Floor 3, plain data.
#pragma once

#include "centinela/stats/beta_binomial.h"

#include <array>
#include <cstdint>

namespace centinela::state {

enum class RateKind : std::uint8_t {
  unmask,       // unmasking, of views of personal data
  denied,       // refusals, of attempts
  by_name,      // opened after a search by name without work that leads there, of opened
  off_purpose,  // for a purpose that is not the role's or without consent, of accesses with one
  next_page,    // turned to a further page, of pages read
};
inline constexpr std::size_t rate_count = static_cast<std::size_t>(RateKind::next_page) + 1;

struct RateTrack {
  double hits = 0;
  double trials = 0;
  double past_hits = 0;  // decayed closed days
  double past_trials = 0;

  void count(double more_hits, double more_trials) noexcept {
    hits += more_hits;
    trials += more_trials;
  }

  template <class Archive>
  void describe(Archive& archive) {
    archive(hits, trials, past_hits, past_trials);
  }
};

// The open day's model: own closed days over the team's prior; strength at most 60 trials, mean at
// least 1 in 500.
[[nodiscard]] stats::BetaBinomial rate_model(const RateTrack& track,
                                             const stats::BetaPrior& team) noexcept;

// What is believed of a role before any of it was seen; strength 4 to 10 trials, so that a day of
// real work overrules it.
[[nodiscard]] std::array<stats::BetaPrior, rate_count> shipped_rates() noexcept;

// Ends the day: learnt at most up to the 99 % quantile of what was expected (machinery (l)).
void close_rate_day(RateTrack& track, const stats::BetaPrior& team) noexcept;

}  // namespace centinela::state
