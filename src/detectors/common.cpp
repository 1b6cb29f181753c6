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

Evidence begin_daily(DetectorId detector, const state::Scene& scene, Leg leg) noexcept {
  Evidence evidence =
      begin_evidence(detector,
                     scene,
                     scene.principal_key,
                     hash_combine(static_cast<std::uint64_t>(scene.local.day), leg));
  evidence.leg = leg;
  return evidence;
}

Evidence begin_session(DetectorId detector, const state::Scene& scene, Leg leg) noexcept {
  const bool is_conversation = scene.conversation != nullptr;
  const state::EntityKey& entity = is_conversation ? scene.conversation_key : scene.principal_key;
  const auto start = static_cast<std::uint64_t>(scene.session.session->start.milliseconds());
  Evidence evidence =
      begin_evidence(detector, scene, entity, hash_combine(start, static_cast<std::uint64_t>(leg)));
  evidence.leg = leg;
  return evidence;
}

void tell_rate(Evidence& evidence, const stats::BetaBinomial& model, double hits) noexcept {
  const stats::Interval expected = model.expected();
  evidence.p_value = model.p_above_mid(hits);
  evidence.p_at_least = model.p_at_least(hits);
  evidence.observed = hits;
  evidence.expected_low = expected.low;
  evidence.expected_high = expected.high;
}

void tell_habit(Evidence& evidence, const stats::BetaBinomial& model, double hits) noexcept {
  constexpr double habit_min = 3;
  constexpr double no_surprise = 0.5;
  tell_rate(evidence, model, hits);
  evidence.p_value = hits < habit_min ? no_surprise : evidence.p_value;
}

double share_of_days(double days_with, double days) noexcept {
  return std::clamp((days_with + 0.5) / (days + 1), 1e-6, 1.0);
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

void drop_disabled(const Settings& settings, EvidenceList& out) noexcept {
  for (std::size_t i = out.size(); i > 0 && settings.disabled != 0; --i) {
    if (!settings.is_on(out[i - 1].detector)) {
      out.erase_at(i - 1);
    }
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
  path_change(input, out);
  machine_cadence(input, out);
  service_account_human(input, out);
  entity_risk(input, out);
  shared_credential(input, out);
  search_then_open(input, out);
  pagination_sweep(input, out);
  purpose_consent(input, out);
  lifecycle_risk(input, out);
  deny_then_allow(input, out);
  unmask_rate(input, out);
  cross_tenant(input, out);
  bulk_change(input, out);
  vendor_client_drift(input, out);
  slow_drip(input, out);
  community_misfit(input, out);
  weigh_by_lifecycle(input, out);
  tainted_chain(input, out);
  over_collection(input, out);
  takeover_chain(input, out);
  tool_surface(input, out);
  confused_deputy(input, out);
  retrieval_scope(input, out);
  id_enumeration(input, out);
  intent_mismatch(input, out);
  drop_disabled(input.settings, out);
}

}  // namespace centinela::detectors
