#include "centinela/detectors/catalogue.h"
#include "centinela/detectors/detectors.h"

#include <algorithm>

namespace centinela::detectors {

Evidence begin_evidence(DetectorId detector,
                        const state::Scene& scene,
                        const state::EntityKey& entity,
                        std::uint64_t opportunity) noexcept {
  Evidence evidence;
  evidence.detector = detector;
  evidence.family = info(detector).family;
  evidence.entity = entity;
  evidence.opportunity =
      hash_combine(hash_combine(static_cast<std::uint64_t>(detector), entity.hash()), opportunity);
  evidence.position = scene.event.position;
  evidence.time = scene.event.time;
  evidence.local_day = scene.local.day;
  const state::PrincipalState& principal = scene.principal;
  evidence.maturity_days =
      principal.is_known ? std::max(0.0, stats::days(scene.event.time - principal.first_seen)) : 0;
  return evidence;
}

void quote_peers(Evidence& evidence, double members, double highest, double told_min) noexcept {
  if (members >= told_min) {
    evidence.peers = static_cast<std::uint16_t>(std::min(members, 65535.0));
    evidence.peers_highest = highest;
  }
}

void finish(Evidence& evidence) noexcept {
  if (evidence.is_finished) {
    return;
  }
  evidence.is_finished = true;
  if (evidence.detector == DetectorId::excessive_subjects) {
    finish_excessive_subjects(evidence);
  } else if (evidence.detector == DetectorId::unjustified_access) {
    finish_unjustified_access(evidence);
  }
}

void judge(const Input& input, EvidenceList& out) noexcept {
  conversation_scope(input, out);
  excessive_subjects(input, out);
  bulk_export(input, out);
  first_access(input, out);
  new_origin(input, out);
  unusual_time(input, out);
  audit_silence(input, out);
  canary_touch(input, out);
}

}  // namespace centinela::detectors
