// Ends the day of the rarer habits: shares, changes and risk are learnt and told to the peers.
#include "centinela/base/hash.h"
#include "centinela/state/volume.h"

#include "observe_parts.h"

#include <algorithm>

namespace centinela::state {
namespace {

using Track = ClosedOpportunity::Track;

void close_rates(World& world, Scene& scene, std::vector<ClosedOpportunity>& closed) {
  constexpr std::array<Track, rate_count - 1> tracks = {
      Track::rate_unmask, Track::rate_denied, Track::rate_by_name, Track::rate_off_purpose};
  PrincipalState& principal = scene.principal;
  for (std::size_t i = 0; i < rate_count; ++i) {
    RateTrack& rate = principal.rates[i];
    if (rate.trials <= 0) {
      continue;
    }
    const stats::BetaPrior& team = scene.group.snapshot.rates[i];
    if (i < tracks.size()) {
      const double p = rate.hits > 0 ? rate_model(rate, team).p_above_mid(rate.hits) : 1;
      closed.push_back({tracks[i], principal.kind, scene.principal_key, p});
    }
    PeerDelta delta;
    delta.kind = PeerDelta::Kind::rate_day;
    delta.bin = static_cast<std::uint16_t>(i);
    delta.before.x = rate.past_hits;
    delta.before.exposure = rate.past_trials;
    close_rate_day(rate, team);
    delta.after.x = rate.past_hits;
    delta.after.exposure = rate.past_trials;
    world.groups.defer(scene.group_path, principal.kind, delta);
  }
}

struct ChangeLeg {
  VolumeTrack& track;
  const stats::GroupPrior& prior;
  PeerDelta::Kind kind;
  Track calibrates;
};

void close_change_leg(World& world,
                      Scene& scene,
                      const ChangeLeg& leg,
                      std::vector<ClosedOpportunity>& closed) {
  const WindowClock clock{1.0, leg.track.window / 7};
  leg.track.exposure = change_exposure(scene.principal);
  const double v = unit_interval(hash_combine(
      hash_combine(scene.principal_key.hash(), static_cast<std::uint64_t>(leg.track.window)),
      static_cast<std::uint64_t>(leg.kind)));
  // In a tenant's first fortnight nobody knows yet whose work it is to change things: holding
  // every such day back would call a whole trade suspicious for weeks.
  constexpr Duration first_fortnight = std::chrono::hours{24 * 14};
  if (scene.event.time - scene.tenant.first_event < first_fortnight && leg.track.x > 0) {
    leg.track.smallest_p = 1;
    leg.track.model.learn(static_cast<double>(leg.track.x), leg.track.exposure, leg.prior, 1);
  }
  const ClosedWindow window = close_window(leg.track, leg.prior, clock, v);
  closed.push_back({leg.calibrates, scene.principal.kind, scene.principal_key, window.pit});
  PeerDelta delta;
  delta.kind = leg.kind;
  delta.before = window.sums_before;
  delta.after = window.sums_after;
  world.groups.defer(scene.group_path, scene.principal.kind, delta);
  leg.track.window = scene.local.day;
}

void close_changes(World& world, Scene& scene, std::vector<ClosedOpportunity>& closed) {
  if (!scene.principal.changes) {
    return;
  }
  ChangeTrack& track = *scene.principal.changes;
  const PeerSnapshot& peers = scene.group.snapshot;
  // A day without a change teaches as well: these are rare acts, not the work itself.
  close_change_leg(world,
                   scene,
                   {track.all, peers.changes, PeerDelta::Kind::change_day, Track::changes},
                   closed);
  close_change_leg(world,
                   scene,
                   {track.weighty,
                    peers.weighty_changes,
                    PeerDelta::Kind::weighty_change_day,
                    Track::weighty_changes},
                   closed);
  track.unbacked = 0;
}

void close_risk(World& world, Scene& scene) {
  PeerDelta delta;
  delta.kind = PeerDelta::Kind::risk_day;
  delta.x = scene.principal.risk ? risk_of(*scene.principal.risk, scene.event.time) : 0;
  world.groups.defer(scene.group_path, scene.principal.kind, delta);
}

// What was not needed for a quarter of a year is not kept.
void drop_unused(PrincipalState& principal, std::int64_t today) noexcept {
  constexpr std::int64_t unused_days = 90;
  if (principal.changes && principal.changes->all.learnt_window != no_window &&
      principal.changes->all.windows_learnt > unused_days &&
      principal.changes->all.model.mean() < 0.01) {
    principal.changes.reset();
  }
  if (principal.sweeps &&
      std::all_of(principal.sweeps->begin(), principal.sweeps->end(), [&](const Sweep& sweep) {
        return today - sweep.day > unused_days;
      })) {
    principal.sweeps.reset();
  }
  if (principal.searches && today - principal.searches->day > unused_days) {
    principal.searches.reset();
  }
  if (principal.denials && principal.denials->empty()) {
    principal.denials.reset();
  }
}

}  // namespace

void close_aside(World& world, Scene& scene, std::vector<ClosedOpportunity>& closed) {
  if (scene.principal.last_day == no_window) {
    return;
  }
  close_rates(world, scene, closed);
  close_changes(world, scene, closed);
  close_risk(world, scene);
  drop_unused(scene.principal, scene.local.day);
}

}  // namespace centinela::state
