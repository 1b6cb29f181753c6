#include "observe_parts.h"

#include <algorithm>

namespace centinela::state {
namespace {

bool drifts(PrincipalKind kind, DriftKind leg) noexcept {
  // Of bots and AI agents the conversation is judged, and how many people talk to them is not
  // theirs to choose; for what purpose they read is.
  if (acts_in_conversations(kind)) {
    return leg == DriftKind::off_purpose;
  }
  return leg != DriftKind::records || !is_person(kind);  // people's records are data subjects
}

DriftDay day_of(const PrincipalState& principal,
                const TenantState& tenant,
                DriftKind kind) noexcept {
  const auto day = static_cast<std::int32_t>(principal.last_day);
  switch (kind) {
    case DriftKind::subjects:
      return {day, static_cast<float>(principal.day.x), static_cast<float>(principal.day.exposure)};
    case DriftKind::unexplained:
      return {day,
              static_cast<float>(principal.justification.unexplained),
              static_cast<float>(principal.justification.resolved)};
    case DriftKind::records:
      return {day,
              static_cast<float>(principal.drift->records_today /
                                 tenant.busy.factor_of(principal.last_day)),
              1};
    case DriftKind::off_purpose:
      return {day,
              static_cast<float>(principal.rate(RateKind::off_purpose).hits),
              static_cast<float>(principal.rate(RateKind::off_purpose).trials)};
  }
  return {day, 0, 0};
}

void report_step(World& world, const Scene& scene, DriftKind kind, const DriftStep& step) {
  PeerDelta delta;
  delta.kind = PeerDelta::Kind::drift_day;
  delta.day = scene.principal.last_day;
  delta.bin = static_cast<std::uint16_t>(kind);
  delta.x = step.z;
  delta.n = step.whitened;
  delta.before.x = step.previous_z;
  delta.before.windows = step.has_previous ? 1 : 0;
  world.groups.defer(scene.group_path, scene.principal.kind, delta);
}

}  // namespace

DriftPriors drift_priors(const PeerSnapshot& peers) noexcept {
  return {peers.day, peers.unexplained, peers.rate_of(RateKind::off_purpose)};
}

void close_drift(World& world, Scene& scene, std::vector<ClosedOpportunity>& closed) {
  PrincipalState& principal = scene.principal;
  if (principal.last_day == no_window) {
    return;
  }
  if (!principal.drift) {
    principal.drift = std::make_unique<DriftTrack>();
  }
  DriftTrack& track = *principal.drift;
  const PeerSnapshot& peers = scene.group.snapshot;
  const DriftPriors priors = drift_priors(peers);
  for (std::size_t i = 0; i < drift_count; ++i) {
    const auto kind = static_cast<DriftKind>(i);
    const DriftDay day = day_of(principal, scene.tenant, kind);
    const bool is_rate = kind == DriftKind::unexplained || kind == DriftKind::off_purpose;
    const bool has_worked = is_rate ? day.exposure > 0 : day.x > 0;
    if (!has_worked || !drifts(principal.kind, kind)) {
      continue;
    }
    const DriftStep step =
        close_drift_day(track.leg(kind), kind, day, priors, peers.drift_of(kind));
    if (step.was_judged) {
      report_step(world, scene, kind, step);
      closed.push_back({is_rate ? ClosedOpportunity::Track::drift_reasons
                                : ClosedOpportunity::Track::drift_volume,
                        principal.kind,
                        scene.principal_key,
                        drift_p(track.leg(kind).cusum.sum, peers.drift_of(kind))});
    }
  }
  track.judged_day = principal.last_day;
  track.records_today = 0;
}

}  // namespace centinela::state
