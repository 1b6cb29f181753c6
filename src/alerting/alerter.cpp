#include "centinela/alerting/alerter.h"

#include "centinela/alerting/render.h"
#include "centinela/base/sha256.h"

#include "episode_account.h"
#include "rules.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace centinela::alerting {
namespace {

using detectors::Evidence;

// A reason is kept for the reader from this calibrated p on.
constexpr double reason_worth_keeping = 0.05;

}  // namespace

Alerter::Alerter(const Settings& settings, Provenance provenance, const privacy::NameBook& names)
    : settings_(settings),
      provenance_(std::move(provenance)),
      names_(names),
      episodes_(settings.episodes_max),
      books_(1024) {}

Alerter::TenantBook& Alerter::book(TenantToken tenant) {
  TenantBook& book = books_.touch({EntityType::cohort, tenant, 0});
  if (!book.is_started) {
    book.budget = Budget{settings_};
    book.is_started = true;
  }
  return book;
}

const Budget* Alerter::budget(TenantToken tenant) noexcept {
  const TenantBook* book = books_.find({EntityType::cohort, tenant, 0});
  return book == nullptr ? nullptr : &book->budget;
}

void Alerter::judge(const Judgement& judgement, std::vector<Decision>& out) {
  book(judgement.tenant.id).budget.advance(utc_day(judgement.log_time));
  if (judgement.event != nullptr && judgement.evidence.empty()) {
    const state::EntityKey own{
        EntityType::principal, judgement.tenant.id, judgement.principal.id.value()};
    judge_entity(own, judgement, {}, out);
    return;
  }
  const auto is_of_first = [&](const Evidence& evidence) {
    return evidence.entity == judgement.evidence.front().entity;
  };
  if (std::all_of(judgement.evidence.begin(), judgement.evidence.end(), is_of_first)) {
    if (!judgement.evidence.empty()) {
      judge_entity(judgement.evidence.front().entity, judgement, judgement.evidence, out);
    }
    return;
  }
  // Evidence comes grouped by detector; each entity that it speaks of has an episode of its own.
  std::size_t begin = 0;
  FixedVector<std::uint64_t, 8> done;
  for (; begin < judgement.evidence.size(); ++begin) {
    const state::EntityKey& entity = judgement.evidence[begin].entity;
    if (done.contains(entity.hash())) {
      continue;
    }
    done.push_back(entity.hash());
    FixedVector<Evidence, 24> of_entity;
    for (const Evidence& evidence : judgement.evidence) {
      if (evidence.entity == entity) {
        of_entity.push_back(evidence);
      }
    }
    judge_entity(entity, judgement, of_entity.span(), out);
  }
}

void Alerter::judge_entity(const state::EntityKey& entity,
                           const Judgement& judgement,
                           std::span<const Evidence> evidence,
                           std::vector<Decision>& out) {
  Episode& episode = episodes_.touch(entity);
  const LogPoint point{judgement.log_time, judgement.position, judgement.sequence};
  const bool is_over =
      episode.is_active && (judgement.log_time - episode.log_last > settings_.episode_gap ||
                            judgement.log_time - episode.log_start > settings_.episode_max);
  if (is_over) {
    close(entity, episode, point, out);
  }
  if (!episode.is_active) {
    begin(episode, judgement);
  }
  count_event(episode, judgement);
  bool is_surprising = false;
  for (const Evidence& one : evidence) {
    if (one.replaces) {
      replace_reason(episode, one, judgement.finished);
    }
    take(episode, judgement, one);
    is_surprising = is_surprising || one.is_surprising();
  }
  if (is_surprising || (episode.is_told() && !evidence.empty())) {
    decide(entity, episode, judgement, out);
  }
  if (is_taken_back(episode)) {
    close(entity, episode, point, out);
  }
}

void Alerter::take(Episode& episode, const Judgement& judgement, const Evidence& evidence) {
  const fusion::Stratum stratum{evidence.detector, evidence.leg, judgement.principal.kind};
  fusion::FamilyTally& tally = episode.tallies[static_cast<std::size_t>(evidence.family)];
  const bool is_new = is_new_opportunity(episode, evidence);
  tally.judged += is_new ? 1 : 0;
  if (!evidence.is_surprising()) {
    if (is_new && calibrates_on_sight(evidence)) {
      calibration_.add(judgement.tenant.id, stratum, evidence.p_value);
    }
    return;
  }
  const double p = evidence.is_invariant
                       ? evidence.p_value
                       : calibration_.p_value(judgement.tenant.id, stratum, evidence.p_value) /
                             std::max(evidence.weight, 1.0);
  if (is_new && calibrates_on_sight(evidence)) {
    calibration_.add(judgement.tenant.id, stratum, evidence.p_value);
  }
  if (was_told(episode, evidence.opportunity, p)) {
    return;
  }
  tally.smallest_p = std::min(tally.smallest_p, p);
  tally.judged = std::max<std::uint32_t>(tally.judged, 1);
  if (p < reason_worth_keeping) {
    note_reason(episode, evidence, p, judgement.finished);
  }
}

Route Alerter::book_route(const Routed& routed,
                          const Episode& episode,
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
  const auto detector = static_cast<std::uint64_t>(episode.detail->reasons[0].evidence.detector);
  const std::uint64_t key = hash_combine(detector, judgement.principal.id.value());
  return tenant.account.page(key, judgement.log_time) ? Route::page : Route::ticket;
}

void Alerter::open(const state::EntityKey& entity,
                   Episode& episode,
                   const Routed& routed,
                   const Judgement& judgement) {
  episode.first_evidence = episode.detail->positions[0].position;
  episode.alert_id = make_id(entity, episode.first_evidence, provenance_.key);
  episode.is_shadow = !routed.is_canary && !routed.is_invariant && !is_warm(judgement, settings_);
  open_.push_back(entity);
}

void Alerter::decide(const state::EntityKey& entity,
                     Episode& episode,
                     const Judgement& judgement,
                     std::vector<Decision>& out) {
  if (episode.detail == nullptr || episode.detail->reasons.empty()) {
    return;
  }
  const fusion::Fused fused = fusion::fuse(episode.tallies);
  TenantBook& tenant = book(judgement.tenant.id);
  if (is_gated_candidate(episode)) {
    tenant.budget.note_candidate(entity, fused.p_value);
  }
  Routed routed = route_of(episode, fused, fused.p_value, tenant.budget);
  if (routed.route == Route::digest) {
    return;
  }
  routed.route = book_route(routed, episode, judgement, tenant);
  const Standing before{episode.route, episode.severity, episode.subjects_told, episode.is_told()};
  const Standing now{
      std::max(before.route, routed.route),
      std::max(before.severity, fusion::severity_of(fusion::score_of(fused.p_value))),
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
  episode.score = std::max(episode.score, fusion::score_of(fused.p_value));
  episode.p_value = before.is_told ? std::min(episode.p_value, fused.p_value) : fused.p_value;
  tell(entity, episode, *reason, {judgement.log_time, judgement.position, judgement.sequence}, out);
}

void Alerter::tell(const state::EntityKey& entity,
                   Episode& episode,
                   DecisionReason reason,
                   const LogPoint& point,
                   std::vector<Decision>& out) {
  ++episode.revision;
  const AlertState state = reason == DecisionReason::opened          ? AlertState::open
                           : reason == DecisionReason::episode_ended ? AlertState::closed
                                                                     : AlertState::update;
  const RenderContext context{names_, provenance_, point.sequence, point.log_time, point.position};
  out.push_back({reason, render(entity, episode, state, context)});
}

void Alerter::close(const state::EntityKey& entity,
                    Episode& episode,
                    const LogPoint& point,
                    std::vector<Decision>& out) {
  if (episode.is_told()) {
    remember_told(episode);
    tell(entity, episode, DecisionReason::episode_ended, point, out);
    std::erase(open_, entity);
  }
  episode.is_active = false;
}

void Alerter::advance(const LogPoint& point, std::vector<Decision>& out) {
  // By the minute of log time is soon enough, and spares every event the look at all open alerts.
  const std::int64_t minute = window_index(point.log_time, one_minute);
  if (minute == minute_seen_) {
    return;
  }
  minute_seen_ = minute;
  // Closing erases from open_, so the due ones are taken aside first.
  std::vector<state::EntityKey> due;
  for (const state::EntityKey& entity : open_) {
    const Episode* episode = episodes_.find(entity);
    if (episode == nullptr || point.log_time - episode->log_last > settings_.episode_gap) {
      due.push_back(entity);
    }
  }
  for (const state::EntityKey& entity : due) {
    if (Episode* episode = episodes_.find(entity); episode != nullptr) {
      close(entity, *episode, point, out);
    } else {
      std::erase(open_, entity);
    }
  }
}

void Alerter::close_all(const LogPoint& point, std::vector<Decision>& out) {
  const std::vector<state::EntityKey> open = open_;
  for (const state::EntityKey& entity : open) {
    if (Episode* episode = episodes_.find(entity); episode != nullptr) {
      close(entity, *episode, point, out);
    }
  }
}

}  // namespace centinela::alerting
