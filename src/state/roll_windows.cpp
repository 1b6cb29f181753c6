#include "centinela/base/hash.h"
#include "centinela/state/cohorts.h"
#include "centinela/state/justification.h"
#include "centinela/state/volume.h"

#include "observe_parts.h"

#include <algorithm>

namespace centinela::state {
namespace {

// The V of a randomised PIT: from what identifies the window, so that every replay draws the same.
double draw(const EntityKey& key, std::int64_t window, std::uint64_t salt) noexcept {
  return unit_interval(
      hash_combine(hash_combine(key.hash(), static_cast<std::uint64_t>(window)), salt));
}

void report_window(World& world,
                   const Scene& scene,
                   PeerDelta::Kind kind,
                   const ClosedWindow& closed,
                   std::int64_t day) {
  PeerDelta delta;
  delta.kind = kind;
  delta.day = day;
  const bool is_hour = kind == PeerDelta::Kind::hour_window;
  const EventTime start = window_start(closed.window, one_hour);
  // The bin is that of the window's own local time, not of the event that closed it.
  const int shift = scene.local.hour_of_week - static_cast<int>(scene.hour % 168);
  const auto hours = static_cast<int>(window_index(start, one_hour) % 168) + shift;
  const auto day_of_week = static_cast<int>(((closed.window + 3) % 7 + 7) % 7);
  delta.bin = static_cast<std::uint16_t>(is_hour ? ((hours % 168) + 168) % 168 : day_of_week);
  delta.x = static_cast<double>(closed.x);
  delta.n = static_cast<double>(closed.x) / std::max(closed.mean_before, 1e-3);
  delta.before = closed.sums_before;
  delta.after = closed.sums_after;
  world.groups.defer(scene.group_path, scene.principal.kind, delta);
}

void close_hour(World& world, Scene& scene, std::vector<ClosedOpportunity>& closed) {
  VolumeTrack& track = scene.principal.hour;
  if (track.x > 0) {
    const WindowClock clock{1.0 / 24, track.window / 168};
    const double v = draw(scene.principal_key, track.window, 1);
    const ClosedWindow window = close_window(track, scene.group.snapshot.hour, clock, v);
    closed.push_back(
        {ClosedOpportunity::Track::hour, scene.principal.kind, scene.principal_key, window.pit});
    report_window(world, scene, PeerDelta::Kind::hour_window, window, window.window / 24);
  }
  track.window = no_window;
}

void close_justification(World& world, Scene& scene, std::vector<ClosedOpportunity>& closed) {
  JustificationTrack& track = scene.principal.justification;
  track.last_day = track.day;
  track.last_unexplained = track.unexplained;
  track.last_resolved = track.resolved;
  track.last_explained_late = track.explained_late;
  if (track.resolved > 0) {
    PeerDelta delta;
    delta.kind = PeerDelta::Kind::unexplained;
    delta.before.x = track.past_unexplained;
    delta.before.exposure = track.past_resolved;
    const double p =
        justification_p(track, scene.group.snapshot.unexplained, JustificationTail::mid);
    delta.x = track.unexplained;
    delta.n = track.resolved;
    close_justification_day(track, scene.group.snapshot.unexplained);
    delta.after.x = track.past_unexplained;
    delta.after.exposure = track.past_resolved;
    world.groups.defer(scene.group_path, scene.principal.kind, delta);
    closed.push_back(
        {ClosedOpportunity::Track::justification, scene.principal.kind, scene.principal_key, p});
  }
  track.smallest_p = 1;
}

void close_day(World& world, Scene& scene, std::vector<ClosedOpportunity>& closed) {
  close_drift(world, scene, closed);
  close_aside(world, scene, closed);
  if (is_person(scene.principal.kind) && scene.principal.last_day != no_window) {
    scene.principal.closed_score = score_day(scene.principal, scene.group);
  }
  VolumeTrack& track = scene.principal.day;
  if (track.x > 0) {
    const WindowClock clock{1.0, track.window / 7};
    const double v = draw(scene.principal_key, track.window, 2);
    const ClosedWindow window = close_window(track, scene.group.snapshot.day, clock, v);
    closed.push_back(
        {ClosedOpportunity::Track::day, scene.principal.kind, scene.principal_key, window.pit});
    report_window(world, scene, PeerDelta::Kind::day_window, window, window.window);
  }
  track.window = no_window;
  close_justification(world, scene, closed);
  scene.principal.subjects_today.clear();
}

// What was done in the slice that is over; the past hour of these is taken out again when the
// principal itself is judged.
void close_slice(World& world, Scene& scene, std::int64_t slice) {
  PrincipalState& principal = scene.principal;
  if (principal.slice != no_window && principal.slice_x > 0 && principal.hour.has_model) {
    const auto bin = static_cast<std::size_t>(scene.local.hour_of_week);
    const double season = scene.group.season.hour_of_week[bin];
    PeerDelta delta;
    delta.kind = PeerDelta::Kind::slice;
    delta.day = principal.slice;
    delta.x = static_cast<double>(principal.slice_x);
    delta.n = principal.hour.model.mean() * season / 4;
    const auto slot = static_cast<std::size_t>(((principal.slice % 4) + 4) % 4);
    principal.slice_reports[slot] = {principal.slice, delta.x, delta.n};
    world.groups.defer(scene.group_path, principal.kind, delta);
  }
  principal.slice = slice;
  principal.slice_x = 0;
}

stats::PeerCount own_slices(const PrincipalState& principal, std::int64_t slice) noexcept {
  stats::PeerCount own;
  for (const SliceReport& report : principal.slice_reports) {
    if (report.slice != no_window && report.slice < slice && report.slice >= slice - 4) {
      own.observed += report.observed;
      own.expected += report.expected;
    }
  }
  return own;
}

}  // namespace

double hour_exposure(const Scene& scene) noexcept {
  const auto bin = static_cast<std::size_t>(scene.local.hour_of_week);
  const double season = scene.group.season.hour_of_week[bin];
  const stats::PeerCount own =
      own_slices(scene.principal, window_index(scene.event.time, common_mode_slice));
  return season * scene.group.snapshot.common_mode.without(own).factor;
}

double day_exposure(const Scene& scene) noexcept {
  const auto bin = static_cast<std::size_t>(scene.local.day_of_week());
  const PrincipalState& principal = scene.principal;
  // What moved all peers in the hours that the principal worked today, weighted by the season.
  const double common =
      principal.common_weight > 0 ? principal.common_sum / principal.common_weight : 1;
  return scene.group.season.day_of_week[bin] * common;
}

namespace {

void note_common_mode(Scene& scene) noexcept {
  PrincipalState& principal = scene.principal;
  if (scene.is_first_of_day) {
    principal.common_sum = 0;
    principal.common_weight = 0;
  }
  // The factor of the hour that is over is known best at its end, so the latest one replaces the
  // open hour's share until the next hour begins.
  if (!scene.is_first_of_hour && principal.common_weight > 0) {
    principal.common_sum -= principal.common_open;
    principal.common_weight -= principal.common_open_weight;
  }
  const auto bin = static_cast<std::size_t>(scene.local.hour_of_week);
  principal.common_open_weight = scene.group.season.hour_of_week[bin];
  principal.common_open = principal.hour.exposure;
  principal.common_sum += principal.common_open;
  principal.common_weight += principal.common_open_weight;
}

}  // namespace

void roll_windows(World& world, Scene& scene, std::vector<ClosedOpportunity>& closed) {
  PrincipalState& principal = scene.principal;
  if (scene.is_late) {
    return;
  }
  const std::int64_t slice = window_index(scene.event.time, common_mode_slice);
  if (slice > principal.slice || principal.slice == no_window) {
    close_slice(world, scene, slice);
  }
  if (scene.hour > principal.last_hour || principal.last_hour == no_window) {
    close_hour(world, scene, closed);
    principal.hour.window = scene.hour;
    principal.last_hour = scene.hour;
    scene.is_first_of_hour = true;
  }
  if (scene.local.day > principal.last_day || principal.last_day == no_window) {
    close_day(world, scene, closed);
    principal.day.window = scene.local.day;
    principal.justification.day = scene.local.day;
    principal.last_day = scene.local.day;
    scene.is_first_of_day = true;
  }
  principal.hour.exposure = hour_exposure(scene);
  note_common_mode(scene);
  principal.day.exposure = day_exposure(scene);
}

}  // namespace centinela::state
