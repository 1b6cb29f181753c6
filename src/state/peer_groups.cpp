#include "centinela/state/peer_groups.h"

#include "centinela/state/amounts.h"
#include "centinela/stats/decay.h"

#include "merge_delta.h"

#include <algorithm>
#include <cmath>

namespace centinela::state {
namespace {

// What is believed of a kind before any of it was seen: wide, so that the first days of a new
// installation are judged mildly.
PeerSnapshot shipped_snapshot(PrincipalKind kind) noexcept {
  PeerSnapshot snapshot;
  if (is_person(kind)) {
    snapshot.hour = {6, 18, 3};
    snapshot.day = {30, 450, 4};
    snapshot.changes = {6, 150, 1};
    snapshot.weighty_changes = {0.5, 3, 1};
    return snapshot;
  }
  snapshot.hour = {30, 9000, 1};
  snapshot.day = {200, 400'000, 1};
  snapshot.unexplained = {1, 4};
  snapshot.changes = {100, 160'000, 1};
  snapshot.weighty_changes = {1, 25, 1};
  return snapshot;
}

// Hour-of-week factors, each shrunk towards its hour of the day and that towards 1, so that a
// young group does not swing with single windows.
void refresh_hours(PeerGroup& group) noexcept {
  double x = 0;
  double windows = 0;
  std::array<double, 24> x_of_day{};
  std::array<double, 24> windows_of_day{};
  for (std::size_t i = 0; i < 168; ++i) {
    x += group.x_by_hour[i];
    windows += group.windows_by_hour[i];
    x_of_day[i % 24] += group.x_by_hour[i];
    windows_of_day[i % 24] += group.windows_by_hour[i];
  }
  if (x <= 0 || windows <= 0) {
    return;
  }
  const double mean = x / windows;
  constexpr double pseudo_windows = 30;
  for (std::size_t i = 0; i < 168; ++i) {
    const std::size_t hour = i % 24;
    const double daily =
        (x_of_day[hour] / mean + pseudo_windows) / (windows_of_day[hour] + pseudo_windows);
    const double factor = (group.x_by_hour[i] / mean + pseudo_windows * daily) /
                          (group.windows_by_hour[i] + pseudo_windows);
    group.season.hour_of_week[i] = static_cast<float>(std::clamp(factor, 0.05, 20.0));
  }
}

void refresh_days(PeerGroup& group) noexcept {
  double x = 0;
  double windows = 0;
  for (std::size_t i = 0; i < 7; ++i) {
    x += group.x_by_day[i];
    windows += group.windows_by_day[i];
  }
  if (x <= 0 || windows <= 0) {
    return;
  }
  const double mean = x / windows;
  constexpr double pseudo_windows = 20;
  for (std::size_t i = 0; i < 7; ++i) {
    const double factor =
        (group.x_by_day[i] / mean + pseudo_windows) / (group.windows_by_day[i] + pseudo_windows);
    group.season.day_of_week[i] = static_cast<float>(std::clamp(factor, 0.05, 20.0));
  }
}

// Once a day: seasons are refreshed and what feeds them fades with a half-life of 8 weeks.
void turn_day(PeerGroup& group, std::int64_t day) noexcept {
  if (group.season_day == no_window) {
    group.season_day = day;
    return;
  }
  if (day <= group.season_day) {
    return;
  }
  refresh_hours(group);
  refresh_days(group);
  const double forget = stats::forget_factor(static_cast<double>(day - group.season_day), 56);
  const auto fade = [forget](auto& values) {
    for (float& value : values) {
      value = static_cast<float>(value * forget);
    }
  };
  fade(group.x_by_hour);
  fade(group.windows_by_hour);
  fade(group.x_by_day);
  fade(group.windows_by_day);
  group.active_hours.decay(forget);
  group.job_records.decay(forget);
  group.day_records.decay(forget);
  group.has_new_amounts = true;
  group.job_days *= forget;
  group.export_days *= forget;
  group.unexplained_sum *= forget;
  group.resolved_sum *= forget;
  group.risk.decay(forget);
  group.season_day = day;
}

// Keeps the closed slices of the past hour and reads the common mode from them.
void refresh_common_mode(PeerGroup& group, const PeerSnapshot& parent, EventTime boundary) {
  const std::int64_t open = window_index(boundary, common_mode_slice);
  std::erase_if(group.slices, [open](const SliceCount& slice) { return slice.slice < open - 4; });
  std::vector<stats::PeerCount> counts;
  counts.reserve(group.slices.size());
  for (const SliceCount& slice : group.slices) {
    if (slice.slice < open) {
      counts.push_back(slice.count);
    }
  }
  group.snapshot.common_mode = stats::common_mode(counts);
  // Too few at work to tell: the coarser group speaks for them.
  if (group.snapshot.common_mode.peers <= stats::common_mode_peers_min) {
    group.snapshot.common_mode = parent.common_mode;
  }
}

// Scatter from the role, or the kind while the role is small; common days from the team, or from
// the role while the team is small.
void refresh_drift(PeerGroup& group, const PeerSnapshot& parent, std::int64_t day) {
  for (std::size_t i = 0; i < drift_count; ++i) {
    DriftScale scale = group.drift_pools[i].sums();
    if (scale.common_count < 8 && scale.before_count < 8) {
      scale = parent.drift[i];
    }
    scale.rho = parent.drift[i].rho;
    scale.threshold = parent.drift[i].threshold;
    if (group.level != GroupLevel::team) {
      group.drift_pools[i].refresh(scale, static_cast<std::int32_t>(day));
    }
    group.snapshot.drift[i] = scale;
  }
}

// Risk is compared within the kind: a small team's highest is no measure.
void refresh_risk(PeerGroup& group, const PeerSnapshot& parent) noexcept {
  PeerSnapshot& snapshot = group.snapshot;
  if (group.level != GroupLevel::kind) {
    snapshot.risk_at = parent.risk_at;
    snapshot.risk_days = parent.risk_days;
    return;
  }
  snapshot.risk_days = static_cast<float>(group.risk.total());
  for (std::size_t i = 0; i < snapshot.risk_at.size(); ++i) {
    const double upper = i == 0 ? 0.5 : std::pow(10.0, -static_cast<double>(i));
    snapshot.risk_at[i] = static_cast<float>(group.risk.quantile(1 - upper));
  }
}

void refresh_snapshot(PeerGroup& group, const PeerSnapshot& parent, std::int64_t day) {
  PeerSnapshot& snapshot = group.snapshot;
  snapshot.members = group.hour.members();
  snapshot.hour = group.hour.estimate(parent.hour);
  snapshot.day = group.day.estimate(parent.day);
  snapshot.unexplained = group.unexplained.estimate(parent.unexplained);
  snapshot.conversation = parent.conversation;
  snapshot.highest_hour = group.highest_hour.highest_until(day);
  snapshot.highest_day = group.highest_day.highest_until(day);
  if (group.has_new_amounts) {
    constexpr double group_days_min = 20;
    snapshot.day_records = scale_of(group.day_records, group_days_min);
    snapshot.highest_day_records = group.day_records.quantile(1);
    group.has_new_amounts = false;
  }
  snapshot.export_rate = (group.export_days + 0.5) / (group.job_days + 10);
  snapshot.explanation_coverage =
      group.resolved_sum > 0 ? 1 - group.unexplained_sum / group.resolved_sum : 0;
  refresh_drift(group, parent, day);
  for (std::size_t i = 0; i < rate_count; ++i) {
    snapshot.rates[i] = group.rates[i].estimate(parent.rates[i]);
  }
  snapshot.changes = group.changes.estimate(parent.changes);
  snapshot.weighty_changes = group.weighty_changes.estimate(parent.weighty_changes);
  refresh_risk(group, parent);
}

}  // namespace

GroupPath group_path(TenantToken tenant,
                     PrincipalKind kind,
                     WordToken role,
                     WordToken team) noexcept {
  const auto kind_id = static_cast<std::uint64_t>(kind) + 1;
  const std::uint64_t role_id = pair_id(kind_id, role.value());
  return {{EntityType::cohort, tenant, pair_id(role_id, team.value())},
          {EntityType::cohort, tenant, role_id},
          {EntityType::cohort, tenant, kind_id}};
}

PeerGroup& PeerGroups::touch(const GroupPath& path, PrincipalKind kind) {
  if (PeerGroup* known = groups_.find(path.team); known != nullptr) {
    return *known;
  }
  touch_level(path.kind, kind, GroupLevel::kind, {});
  touch_level(path.role, kind, GroupLevel::role, path.kind);
  return touch_level(path.team, kind, GroupLevel::team, path.role);
}

PeerGroup& PeerGroups::touch_level(const EntityKey& key,
                                   PrincipalKind kind,
                                   GroupLevel level,
                                   const EntityKey& parent) {
  PeerGroup& group = groups_.touch(key);
  if (!group.is_made) {
    group.is_made = true;
    group.level = level;
    group.kind = kind;
    group.parent = parent;
    const PeerGroup* above = level == GroupLevel::kind ? nullptr : groups_.find(parent);
    group.snapshot = above == nullptr ? shipped_snapshot(kind) : above->snapshot;
    group.snapshot.members = 0;
    group.snapshot.common_mode = {};
  }
  return group;
}

void PeerGroups::defer(const GroupPath& path, PrincipalKind kind, PeerDelta delta) {
  deferred_.push_back({path, kind, delta});
}

void PeerGroups::merge_when_full() {
  if (deferred_.size() >= deltas_max_) {
    merge_deferred();
  }
}

void PeerGroups::merge_deferred() {
  for (const Deferred& deferred : deferred_) {
    merge_delta(touch_level(deferred.path.kind, deferred.kind, GroupLevel::kind, {}),
                deferred.delta);
    merge_delta(
        touch_level(deferred.path.role, deferred.kind, GroupLevel::role, deferred.path.kind),
        deferred.delta);
    merge_delta(
        touch_level(deferred.path.team, deferred.kind, GroupLevel::team, deferred.path.role),
        deferred.delta);
  }
  deferred_.clear();
}

void PeerGroups::publish(EventTime boundary) {
  merge_deferred();
  ++version_;
  for (const GroupLevel level : {GroupLevel::kind, GroupLevel::role, GroupLevel::team}) {
    publish_level(level, boundary);
  }
}

void PeerGroups::publish_level(GroupLevel level, EventTime boundary) {
  const std::int64_t day = utc_day(boundary);
  groups_.for_each([&](const EntityKey&, PeerGroup& group) {
    if (group.level != level || (!group.is_changed && group.slices.empty())) {
      return;
    }
    const PeerGroup* above = level == GroupLevel::kind ? nullptr : groups_.find(group.parent);
    const PeerSnapshot parent = above == nullptr ? shipped_snapshot(group.kind) : above->snapshot;
    turn_day(group, day);
    refresh_common_mode(group, parent, boundary);
    refresh_snapshot(group, parent, day);
    group.snapshot.version = version_;
    group.is_changed = false;
  });
}

}  // namespace centinela::state
