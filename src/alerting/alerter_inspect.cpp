// Looking without touching: what `centinela explain` shows of an episode.
#include "centinela/alerting/alerter.h"
#include "centinela/detectors/catalogue.h"

#include "naming.h"

#include <cmath>

namespace centinela::alerting {

std::optional<Inspection> Alerter::inspect(const state::EntityKey& entity, const LogPoint& point) {
  const Episode* episode = episodes_.find(entity);
  if (episode == nullptr || !episode->is_active) {
    return std::nullopt;
  }
  const Budget& lines = book(entity.tenant).budget;
  const fusion::Fused fused = fusion::fuse(episode->tallies);
  const RenderContext context{names_, provenance_, point.sequence, point.log_time, point.position};
  Inspection seen;
  seen.entity = entity_id(entity, context);
  seen.events = episode->events;
  seen.p_value = fused.p_value;
  seen.families_spoken = fused.families_spoken;
  seen.families_surprising = fused.families_surprising;
  seen.is_candidate = is_gated_candidate(*episode);
  seen.routed = route_of(*episode, fused, fused.p_value, lines);
  withhold_repeated(seen.routed, *episode, point.log_time);
  withhold_conversations(seen.routed, entity, *episode, point.log_time);
  seen.is_suppressed =
      seen.is_candidate && suppressions_.find(entity, *episode, point.log_time).has_value();
  seen.is_guarded = episode->is_guarded;
  seen.page_line = std::exp(lines.pages().log_p);
  seen.ticket_line = std::exp(lines.tickets().log_p);
  if (episode->is_told()) {
    seen.alert = episode->alert_id;
    seen.told_route = episode->route;
  }
  return seen;
}

std::string Alerter::sentence_of(const state::EntityKey& entity,
                                 const PrincipalFacts& principal,
                                 const detectors::Evidence& evidence,
                                 const LogPoint& point) const {
  const RenderContext context{names_, provenance_, point.sequence, point.log_time, point.position};
  Episode episode;
  episode.principal = principal;
  return detectors::info(evidence.detector)
      .sentence(evidence, sentence_words(entity, episode, evidence, context));
}

double Alerter::calibrated(PrincipalKind kind, const detectors::Evidence& evidence) {
  return evidence.is_invariant ? evidence.p_value
                               : calibration_.p_value(evidence.entity.tenant,
                                                      {evidence.detector, evidence.leg, kind},
                                                      evidence.p_value);
}

}  // namespace centinela::alerting
