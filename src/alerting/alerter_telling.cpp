// How an episode becomes an alert, and how it is revised.
#include "centinela/alerting/alerter.h"
#include "centinela/alerting/render.h"

#include "episode_account.h"
#include "rules.h"

#include <algorithm>
#include <optional>

namespace centinela::alerting {
namespace {

using detectors::Evidence;

// What broke the promise: a producer and the version that it ran. Where no version is known it is
// the principal that did it, not what it worked with.
std::uint64_t account_of(const Episode& episode, const Judgement& judgement) noexcept {
  const auto& reasons = episode.detail->reasons;
  const auto* const broken = std::find_if(reasons.begin(), reasons.end(), [](const Reason& reason) {
    return reason.evidence.is_invariant;
  });
  const Evidence& evidence = broken == reasons.end() ? reasons[0].evidence : broken->evidence;
  std::uint64_t key = hash_combine(static_cast<std::uint64_t>(evidence.detector), 1);
  if (judgement.event == nullptr || is_absent(judgement.event->context.version)) {
    return hash_combine(key, judgement.principal.id.value());
  }
  key = hash_combine(key, judgement.event->producer.name.value());
  return hash_combine(key, judgement.event->context.version.value());
}

ToldAlert told_of(const state::EntityKey& entity, const Episode& episode) noexcept {
  ToldAlert told;
  told.id = episode.alert_id;
  told.entity = entity;
  told.principal = episode.principal.id;
  told.kind = episode.principal.kind;
  told.role = episode.principal.role;
  told.team = episode.principal.team;
  told.detectors = detectors_of(*episode.detail);
  told.account = episode.account;
  told.start = episode.start;
  told.end = episode.end;
  return told;
}

}  // namespace

Route Alerter::book_route(const Routed& routed,
                          Episode& episode,
                          const Judgement& judgement,
                          TenantBook& tenant) {
  if (episode.is_told() && routed.route <= episode.route) {
    return routed.route;
  }
  if (!routed.is_invariant) {
    (routed.route == Route::page ? tenant.budget.pages() : tenant.budget.tickets()).sent += 1;
    return routed.route;
  }
  if (routed.route != Route::page || routed.is_canary) {
    return routed.route;
  }
  episode.account = account_of(episode, judgement);
  return tenant.account.page(episode.account, judgement.log_time) ? Route::page : Route::ticket;
}

void Alerter::open(const state::EntityKey& entity,
                   Episode& episode,
                   const Routed& routed,
                   const Judgement& judgement) {
  episode.first_evidence = id_position(episode, judgement.position);
  episode.alert_id = make_id(entity, episode.first_evidence, provenance_.key);
  episode.is_shadow = !routed.is_canary && !routed.is_invariant && !is_warm(judgement, settings_);
  // An entity that was evicted with an open alert, and is told again, stands here already.
  if (std::find(open_.begin(), open_.end(), entity) == open_.end()) {
    open_.push_back(entity);
  }
}

void Alerter::raise(const state::EntityKey& entity,
                    Episode& episode,
                    const Routed& routed,
                    const Judgement& judgement,
                    std::vector<Decision>& out) {
  const double p_value = fusion::fuse(episode.tallies).p_value;
  const Standing before{episode.route, episode.severity, episode.subjects_told, episode.is_told()};
  const Standing now{std::max(before.route, routed.route),
                     std::max(before.severity, fusion::severity_of(fusion::score_of(p_value))),
                     episode.data_subjects.count(),
                     true};
  const std::optional<DecisionReason> reason = news(before, now);
  if (!reason) {
    return;
  }
  if (!before.is_told) {
    open(entity, episode, routed, judgement);
  }
  episode.route = now.route;
  episode.severity = now.severity;
  episode.subjects_told = now.subjects;
  episode.score = std::max(episode.score, fusion::score_of(p_value));
  episode.p_value = before.is_told ? std::min(episode.p_value, p_value) : p_value;
  const LogPoint point{judgement.log_time, judgement.position, judgement.sequence};
  if (!before.is_told) {
    note_opened(entity, episode, point.log_time);
  }
  tell(entity, episode, *reason, point, out);
  if (!before.is_told && routed.is_invariant) {
    tell_account(entity, episode, point, out);
  }
}

void Alerter::revise(const Evidence& evidence,
                     const Judgement& judgement,
                     std::vector<Decision>& out) {
  Episode* const episode = episodes_.find(evidence.entity);
  if (episode == nullptr || (!episode->is_active && !episode->is_told())) {
    return;
  }
  const fusion::Stratum stratum{evidence.detector, evidence.leg, judgement.principal.kind};
  const double p = calibration_.p_value(judgement.tenant.id, stratum, evidence.p_value) /
                   std::max(evidence.weight, 1.0);
  const bool was_over = is_taken_back(*episode);
  const bool is_known = revise_reason(*episode, evidence, std::min(p, 1.0), judgement.finished);
  if (!is_known || !episode->is_told()) {
    return;
  }
  // Where little changed nobody need read it again. Where nothing is left the alert is over, which
  // is said once more where it had ended before.
  constexpr double score_step = 5;
  const double p_value = fusion::fuse(episode->tallies).p_value;
  const double score = fusion::score_of(p_value);
  const bool is_over = is_taken_back(*episode);
  const bool is_news = episode->is_active && score <= episode->score - score_step;
  if ((!is_over || was_over) && !is_news) {
    return;
  }
  episode->score = score;
  episode->p_value = p_value;
  const LogPoint point{judgement.log_time, judgement.position, judgement.sequence};
  if (is_over && episode->is_active) {
    close(evidence.entity, *episode, DecisionReason::explained, point, out);
  } else {
    tell(evidence.entity, *episode, DecisionReason::explained, point, out);
  }
}

void Alerter::tell(const state::EntityKey& entity,
                   Episode& episode,
                   DecisionReason reason,
                   const LogPoint& point,
                   std::vector<Decision>& out) {
  ++episode.revision;
  const bool is_end = reason == DecisionReason::episode_ended ||
                      (reason == DecisionReason::explained && is_taken_back(episode)) ||
                      (reason == DecisionReason::ruled && closes(episode.ruling));
  const AlertState state = reason == DecisionReason::opened ? AlertState::open
                           : is_end                         ? AlertState::closed
                                                            : AlertState::update;
  ledger_.note(told_of(entity, episode));
  const RenderContext context{names_, provenance_, point.sequence, point.log_time, point.position};
  out.push_back({reason, render(entity, episode, state, context)});
  out.back().alert.below_line = book(entity.tenant).budget.below_line(episode.route);
}

}  // namespace centinela::alerting
