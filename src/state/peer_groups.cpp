#include "centinela/state/peer_groups.h"

#include "centinela/state/amounts.h"
#include "centinela/stats/decay.h"

#include <algorithm>

namespace centinela::state {
namespace {

// What is believed of a kind before any of it was seen: wide, so that the first days of a new
// installation are judged mildly.
PeerSnapshot shipped_snapshot(PrincipalKind kind) noexcept {
  PeerSnapshot snapshot;
  if (is_person(kind)) {
    snapshot.hour = {6, 18, 3};
    snapshot.day = {30, 450, 4};
    return snapshot;
  }
  snapshot.hour = {30, 9000, 1};
  snapshot.day = {200, 400'000, 1};
  snapshot.unexplained = {1, 4};
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
  group.job_days *= forget;
  group.export_days *= forget;
  group.unexplained_sum *= forget;
  group.resolved_sum *= forget;
  group.season_day = day;
}

void merge_window(PeerGroup& group, const PeerDelta& delta) noexcept {
  const bool is_hour = delta.kind == PeerDelta::Kind::hour_window;
  auto& estimator = is_hour ? group.hour : group.day;
  if (delta.before.windows > 0) {
    estimator.remove(delta.before);
  }
  estimator.add(delta.after);
  (is_hour ? group.highest_hour : group.highest_day).add(delta.x, delta.day);
  if (is_hour) {
    group.x_by_hour[delta.bin] += static_cast<float>(delta.n);
    group.windows_by_hour[delta.bin] += 1;
  } else {
    group.x_by_day[delta.bin] += static_cast<float>(delta.n);
    group.windows_by_day[delta.bin] += 1;
  }
}

void merge_member(stats::GroupPriorEstimator& estimator, const PeerDelta& delta) noexcept {
  if (delta.before.windows > 0) {
    estimator.remove(delta.before);
  }
  if (delta.after.windows > 0) {
    estimator.add(delta.after);
  }
}

void merge_unexplained(PeerGroup& group, const PeerDelta& delta) noexcept {
  if (delta.before.exposure > 0) {
    group.unexplained.remove(delta.before.x, delta.before.exposure);
  }
  if (delta.after.exposure > 0) {
    group.unexplained.add(delta.after.x, delta.after.exposure);
  }
  group.unexplained_sum += delta.x;
  group.resolved_sum += delta.n;
}

void merge_value(PeerGroup& group, const PeerDelta& delta) noexcept {
  const auto day = static_cast<std::int32_t>(delta.day);
  SeenValue& seen = group.values.meet(delta.attribute, delta.value, day);
  group.values.learn(seen, day, delta.x);
}

void merge(PeerGroup& group, const PeerDelta& delta) noexcept {
  group.is_changed = true;
  switch (delta.kind) {
    case PeerDelta::Kind::hour_window:
    case PeerDelta::Kind::day_window:
      return merge_window(group, delta);
    case PeerDelta::Kind::unexplained:
      return merge_unexplained(group, delta);
    case PeerDelta::Kind::hour_member:
      return merge_member(group.hour, delta);
    case PeerDelta::Kind::day_member:
      return merge_member(group.day, delta);
    case PeerDelta::Kind::unexplained_member:  // with x = n = 0
      return merge_unexplained(group, delta);
    case PeerDelta::Kind::value:
      return merge_value(group, delta);
    case PeerDelta::Kind::active_hour:
      return group.active_hours.add(delta.bin);
    case PeerDelta::Kind::job:
      return group.job_records.add(delta.x);
    case PeerDelta::Kind::job_day:
      group.day_records.add(delta.x);
      group.job_days += 1;
      group.export_days += delta.n;
      return;
    case PeerDelta::Kind::slice:
      group.slices.push_back({delta.day, {delta.x, delta.n}});
      return;
  }
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

void refresh_snapshot(PeerGroup& group, const PeerSnapshot& parent, std::int64_t day) noexcept {
  PeerSnapshot& snapshot = group.snapshot;
  snapshot.members = group.hour.members();
  snapshot.hour = group.hour.estimate(parent.hour);
  snapshot.day = group.day.estimate(parent.day);
  snapshot.unexplained = group.unexplained.estimate(parent.unexplained);
  snapshot.conversation = parent.conversation;
  snapshot.highest_hour = group.highest_hour.highest_until(day);
  snapshot.highest_day = group.highest_day.highest_until(day);
  constexpr double group_days_min = 20;
  snapshot.day_records = scale_of(group.day_records, group_days_min);
  snapshot.highest_day_records = group.day_records.quantile(1);
  snapshot.export_rate = (group.export_days + 0.5) / (group.job_days + 10);
  snapshot.explanation_coverage =
      group.resolved_sum > 0 ? 1 - group.unexplained_sum / group.resolved_sum : 0;
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
  deferred_.push_back({path, kind, std::move(delta)});
}

void PeerGroups::publish(EventTime boundary) {
  for (const Deferred& deferred : deferred_) {
    merge(touch_level(deferred.path.kind, deferred.kind, GroupLevel::kind, {}), deferred.delta);
    merge(touch_level(deferred.path.role, deferred.kind, GroupLevel::role, deferred.path.kind),
          deferred.delta);
    merge(touch_level(deferred.path.team, deferred.kind, GroupLevel::team, deferred.path.role),
          deferred.delta);
  }
  deferred_.clear();
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
