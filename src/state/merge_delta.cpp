#include "merge_delta.h"

namespace centinela::state {
namespace {

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

// Joins, leaves or moves: its sums, and nothing that happened.
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

void merge_drift(PeerGroup& group, const PeerDelta& delta) {
  DriftPool& pool = group.drift_pools[delta.bin];
  const auto day = static_cast<std::int32_t>(delta.day);
  const DriftStep step{delta.x, delta.before.x, delta.n, delta.before.windows > 0, true};
  if (group.level == GroupLevel::team) {
    pool.note(step, day);  // the scatter is measured on the whole role
  } else {
    pool.add(step, day);
  }
}

void merge_rate(PeerGroup& group, const PeerDelta& delta) noexcept {
  stats::RatePriorEstimator& rate = group.rates[delta.bin];
  if (delta.before.exposure > 0) {
    rate.remove(delta.before.x, delta.before.exposure);
  }
  if (delta.after.exposure > 0) {
    rate.add(delta.after.x, delta.after.exposure);
  }
}

void merge_changes(stats::GroupPriorEstimator& estimator, const PeerDelta& delta) noexcept {
  if (delta.before.windows > 0) {
    estimator.remove(delta.before);
  }
  estimator.add(delta.after);
}

}  // namespace

void merge_delta(PeerGroup& group, const PeerDelta& delta) {
  group.is_changed = true;
  switch (delta.kind) {
    case PeerDelta::Kind::hour_window:
    case PeerDelta::Kind::day_window:
      return merge_window(group, delta);
    case PeerDelta::Kind::unexplained:
    case PeerDelta::Kind::unexplained_member:  // with x = n = 0
      return merge_unexplained(group, delta);
    case PeerDelta::Kind::hour_member:
      return merge_member(group.hour, delta);
    case PeerDelta::Kind::day_member:
      return merge_member(group.day, delta);
    case PeerDelta::Kind::value:
      return merge_value(group, delta);
    case PeerDelta::Kind::active_hour:
      return group.active_hours.add(delta.bin);
    case PeerDelta::Kind::job:
      return group.job_records.add(delta.x);
    case PeerDelta::Kind::job_day:
      group.day_records.add(delta.x);
      group.has_new_amounts = true;
      group.job_days += 1;
      group.export_days += delta.n;
      return;
    case PeerDelta::Kind::slice:
      group.slices.push_back({delta.day, {delta.x, delta.n}});
      return;
    case PeerDelta::Kind::drift_day:
      return merge_drift(group, delta);
    case PeerDelta::Kind::rate_day:
      return merge_rate(group, delta);
    case PeerDelta::Kind::change_day:
      return merge_changes(group.changes, delta);
    case PeerDelta::Kind::weighty_change_day:
      return merge_changes(group.weighty_changes, delta);
    case PeerDelta::Kind::risk_day:
      return group.risk.add(delta.x);
  }
}

}  // namespace centinela::state
