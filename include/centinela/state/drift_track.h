// DriftTrack: what one principal's days add up to over weeks, machinery (g). Floor 3, plain data.
//
// Each leg compares a closed day with a reference that lags 28 days behind and stands still while
// the CUSUM is up, so that a slow rise cannot become its own baseline. Made on the heap when a
// principal's second active day closes. Confined to one thread.
#pragma once

#include "centinela/base/fixed_vector.h"
#include "centinela/event/position.h"
#include "centinela/stats/beta_binomial.h"
#include "centinela/stats/count_model.h"
#include "centinela/stats/drift.h"

#include <array>
#include <cstdint>

namespace centinela::state {

enum class DriftKind : std::uint8_t { subjects, unexplained, records, off_purpose };
inline constexpr std::size_t drift_count = static_cast<std::size_t>(DriftKind::off_purpose) + 1;

// One closed day: x counted, of `exposure` expected units (counts), trials (rates) or 1 (amounts).
struct DriftDay {
  std::int32_t day = 0;
  float x = 0;
  float exposure = 1;

  template <class Archive>
  void describe(Archive& archive) {
    archive(day, x, exposure);
  }
};

// How a role's days scatter: measured on its members' null z, published with the snapshot.
struct DriftScale {
  float rho = 0;            // lag-1 autocorrelation, in [0, 0.6]
  float threshold = 0;      // h with a run length of 8 000 days; 0 = not measured, take the normal
  std::int32_t day = 0;     // of the two sums below
  float common_sum = 0;     // Σ z of the team's members that closed that day
  float common_count = 0;   // how many those are
  std::int32_t before = 0;  // the day before it, and its sums
  float before_sum = 0;
  float before_count = 0;

  // What moved everybody on that day: shrunk mean z, never below 0; 0 from fewer than 8 members.
  [[nodiscard]] double common_mode(std::int32_t of_day) const noexcept;
  void note(std::int32_t of_day, double z) noexcept;

  template <class Archive>
  void describe(Archive& archive) {
    archive(rho, threshold, day, common_sum, common_count, before, before_sum, before_count);
  }
};

struct DriftLegState {
  FixedVector<DriftDay, 28> held;  // younger than the lag, not yet taught
  // The reference: decayed sums of taught days. Amounts: of ln(1 + x) and its square.
  double x = 0;
  double exposure = 0;
  double squares = 0;
  std::int32_t days = 0;  // taught
  std::int32_t taught_day = 0;
  stats::Cusum cusum;
  stats::Prewhitener whitener;
  // Since the CUSUM last rose from 0.
  std::int32_t since = 0;
  double rise_x = 0;
  double rise_expected = 0;
  double rise_trials = 0;
  std::int32_t rise_days = 0;  // of those, clearly above the reference
  Position strongest;          // the latest access that counts

  template <class Archive>
  void describe(Archive& archive) {
    archive(held, x, exposure, squares, days, taught_day, cusum, whitener, since);
    archive(rise_x, rise_expected, rise_trials, rise_days, strongest.partition);
    archive(strongest.offset, strongest.index, strongest.topic, strongest.is_indexed);
  }
};

struct DriftTrack {
  std::array<DriftLegState, drift_count> legs{};
  double records_today = 0;
  std::int64_t judged_day = INT64_MIN;  // the closed day that legs were last stepped with

  [[nodiscard]] DriftLegState& leg(DriftKind kind) noexcept {
    return legs[static_cast<std::size_t>(kind)];
  }
  [[nodiscard]] const DriftLegState& leg(DriftKind kind) const noexcept {
    return legs[static_cast<std::size_t>(kind)];
  }

  template <class Archive>
  void describe(Archive& archive) {
    archive(legs, records_today, judged_day);
  }
};

// What the peers believe of a leg.
struct DriftPriors {
  stats::GroupPrior subjects;
  stats::BetaPrior unexplained;
  stats::BetaPrior off_purpose;
};

struct DriftView {
  double z = 0;         // of the day against the lagged reference, in [-4, 6]
  double expected = 0;  // of the day
  bool can_judge = false;
};

// Days that a reference is taught at once, before the lag begins and a leg may speak.
inline constexpr std::int32_t drift_cold_days = 10;
inline constexpr double drift_run_length = 8000;

[[nodiscard]] DriftView compare_day(const DriftLegState& leg,
                                    DriftKind kind,
                                    const DriftDay& day,
                                    const DriftPriors& priors) noexcept;

// What a day that was judged tells the role's pool.
struct DriftStep {
  double z = 0;
  double previous_z = 0;
  double whitened = 0;
  bool has_previous = false;
  bool was_judged = false;
};

// Ends a day: judges it, steps the CUSUM, then teaches what is older than the lag.
DriftStep close_drift_day(DriftLegState& leg,
                          DriftKind kind,
                          const DriftDay& day,
                          const DriftPriors& priors,
                          const DriftScale& scale) noexcept;

// p of the leg's sum under the role's own run length; with `z_now`, of an open day on top of it.
[[nodiscard]] double drift_p(double sum, const DriftScale& scale) noexcept;
[[nodiscard]] double live_sum(const DriftLegState& leg,
                              double z_now,
                              const DriftScale& scale,
                              std::int32_t day) noexcept;

}  // namespace centinela::state
