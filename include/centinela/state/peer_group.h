// PeerGroup and PeerSnapshot: what a group's members do, and the view of it that judges. Floor 3.
//
// Groups stand in a hierarchy (team → role → kind, within a tenant). Members report what they did
// as PeerDelta records; those change a group only at the boundary of an interval, when its snapshot
// is published. So a shard judges with the last published snapshot, never with a half-told present,
// and several shards can be merged at the same boundaries.
#pragma once

#include "centinela/base/time.h"
#include "centinela/state/class_state.h"
#include "centinela/state/drift_pool.h"
#include "centinela/state/entity_key.h"
#include "centinela/state/rate_track.h"
#include "centinela/state/value_table.h"
#include "centinela/state/volume_track.h"
#include "centinela/stats/beta_binomial.h"
#include "centinela/stats/circular_histogram.h"
#include "centinela/stats/common_mode.h"
#include "centinela/stats/group_prior.h"
#include "centinela/stats/heavy_tail.h"

#include <array>
#include <cstdint>
#include <vector>

namespace centinela::state {

// Length of the interval at whose end snapshots are published.
inline constexpr Duration snapshot_interval = std::chrono::minutes{5};
// Length of a slice of common mode.
inline constexpr Duration common_mode_slice = std::chrono::minutes{15};

// Factors of an hour's or a day's expected count: 1 on average.
struct Season {
  std::array<float, 168> hour_of_week{};
  std::array<float, 7> day_of_week{};

  template <class Archive>
  void describe(Archive& archive) {
    archive(hour_of_week, day_of_week);
  }
};

// What judges: made at a boundary, constant until the next.
struct PeerSnapshot {
  std::uint64_t version = 0;  // boundaries published so far
  double members = 0;         // with at least one learnt window
  stats::GroupPrior hour{3, 9, 4};
  stats::GroupPrior day{15, 225, 4};
  stats::GroupPrior conversation{1.05, 0.05, 20};
  stats::BetaPrior unexplained{0.6, 11.4};
  double highest_hour = 0;  // highest closed count of a member in 28 days
  double highest_day = 0;
  stats::CommonModeSnapshot common_mode;
  double explanation_coverage = 0;  // share of first accesses that something explains
  AmountScale day_records;          // of members' days with records, per class
  double export_rate = 0;           // share of such days with an export
  double highest_day_records = 0;
  std::array<DriftScale, drift_count> drift{};
  std::array<stats::BetaPrior, rate_count> rates = shipped_rates();
  stats::GroupPrior changes{2, 8, 2};
  stats::GroupPrior weighty_changes{0.3, 0.5, 1};
  std::array<float, 4> risk_at{};  // upper quantiles of members' risk: 1 in 2, 10, 100 and 1 000
  float risk_days = 0;             // member days behind them

  [[nodiscard]] const stats::BetaPrior& rate_of(RateKind kind) const noexcept {
    return rates[static_cast<std::size_t>(kind)];
  }
  [[nodiscard]] const DriftScale& drift_of(DriftKind kind) const noexcept {
    return drift[static_cast<std::size_t>(kind)];
  }

  template <class Archive>
  void describe(Archive& archive) {
    archive(version, members, hour, day, conversation, unexplained, highest_hour, highest_day);
    archive(common_mode, explanation_coverage, day_records, export_rate, highest_day_records);
    archive(drift, rates, changes, weighty_changes, risk_at, risk_days);
  }
};

// The highest value of each of the last 28 days.
struct HighestByDay {
  std::array<float, 28> highest{};
  std::int64_t last_day = no_window;

  void add(double value, std::int64_t day) noexcept;
  [[nodiscard]] double highest_until(std::int64_t day) const noexcept;

  template <class Archive>
  void describe(Archive& archive) {
    archive(highest, last_day);
  }
};

// What one active member did in one slice.
struct SliceCount {
  std::int64_t slice = no_window;
  stats::PeerCount count;

  template <class Archive>
  void describe(Archive& archive) {
    archive(slice, count.observed, count.expected);
  }
};

enum class GroupLevel : std::uint8_t { kind, role, team };

struct PeerGroup {
  GroupLevel level = GroupLevel::team;
  PrincipalKind kind = PrincipalKind::absent;
  EntityKey parent;  // of the coarser level; the kind's group has none
  bool is_made = false;
  std::vector<SliceCount> slices;  // of the past hour
  stats::GroupPriorEstimator hour;
  stats::GroupPriorEstimator day;
  stats::RatePriorEstimator unexplained;
  double unexplained_sum = 0;
  double resolved_sum = 0;
  HighestByDay highest_hour;
  HighestByDay highest_day;
  stats::CircularHistogram active_hours;
  std::array<float, 168> x_by_hour{};
  std::array<float, 168> windows_by_hour{};
  std::array<float, 7> x_by_day{};
  std::array<float, 7> windows_by_day{};
  Season season;
  std::int64_t season_day = no_window;
  ValueTable values{512};
  stats::LogQuantiles job_records;
  stats::LogQuantiles day_records;
  double job_days = 0;
  double export_days = 0;
  std::array<DriftPool, drift_count> drift_pools;
  std::array<stats::RatePriorEstimator, rate_count> rates;
  stats::GroupPriorEstimator changes;
  stats::GroupPriorEstimator weighty_changes;
  stats::LogQuantiles risk;
  PeerSnapshot snapshot;
  bool is_changed = false;
  bool has_new_amounts = true;  // day_records moved since the snapshot read them; not saved

  PeerGroup() noexcept;

  template <class Archive>
  void describe(Archive& archive) {
    archive(level, kind, parent.type, parent.tenant, parent.id, is_made, slices);
    archive(hour, day, unexplained, unexplained_sum, resolved_sum, highest_hour, highest_day);
    archive(active_hours, x_by_hour, windows_by_hour, x_by_day, windows_by_day, season);
    archive(season_day, values, job_records, day_records, job_days, export_days, snapshot);
    archive(is_changed, drift_pools, rates, changes, weighty_changes, risk);
  }
};

// One thing that a member did, to be merged at the next boundary.
struct PeerDelta {
  enum class Kind : std::uint8_t {
    hour_window,
    day_window,
    unexplained,
    value,
    active_hour,
    job,
    job_day,
    slice,
    drift_day,
    rate_day,
    change_day,
    weighty_change_day,
    risk_day,
    hour_member,  // joins, leaves or moves: its sums, and nothing that happened
    day_member,
    unexplained_member,
  };
  Kind kind = Kind::value;
  std::int64_t day = 0;   // local day; of a slice: its index
  std::uint16_t bin = 0;  // hour or day of the week
  Attribute attribute = Attribute::record_class;
  std::uint64_t value = 0;
  double x = 0;  // count, amount, or unexplained
  double n = 0;  // expected count, or resolved
  stats::MemberSums before;
  stats::MemberSums after;

  template <class Archive>
  void describe(Archive& archive) {
    archive(kind, day, bin, attribute, value, x, n, before, after);
  }
};

}  // namespace centinela::state
