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
      books_(1024),
      suppressions_(settings.suppressions) {}

Alerter::TenantBook& Alerter::book(TenantToken tenant) {
  TenantBook& book = books_.touch({EntityType::cohort, tenant, 0});
  if (!book.is_started) {
    book.budget = Budget{settings_};
    book.is_started = true;
  }
  return book;
}

void Alerter::judge(const Judgement& judgement, std::vector<Decision>& out) {
  TenantBook& tenant = book(judgement.tenant.id);
  tenant.budget.advance(utc_day(judgement.log_time));
  if (judgement.is_retraction) {
    for (const Evidence& evidence : judgement.evidence) {
      revise(evidence, judgement, out);
    }
    return;
  }
  for (const Evidence& evidence : judgement.evidence) {
    tenant.day.spoke |= std::uint64_t{1} << static_cast<unsigned>(evidence.detector);
  }
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
      episode.is_active && (judgement.log_time - episode.log_last > gap_of(entity, episode) ||
                            judgement.log_time - episode.log_start > settings_.episode_max);
  if (is_over) {
    close(entity, episode, DecisionReason::episode_ended, point, out);
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
    close(entity, episode, DecisionReason::episode_ended, point, out);
  }
}

void Alerter::take(Episode& episode, const Judgement& judgement, const Evidence& evidence) {
  const fusion::Stratum stratum{evidence.detector, evidence.leg, judgement.principal.kind};
  fusion::FamilyTally& tally = episode.tallies[static_cast<std::size_t>(evidence.family)];
  const bool is_new = is_new_opportunity(episode, evidence);
  tally.judged += is_new ? 1 : 0;
  const bool calibrates = is_new && calibrates_on_sight(evidence);
  if (!evidence.is_surprising()) {
    if (calibrates) {
      calibrate(evidence.entity, stratum, evidence.p_value);
    }
    return;
  }
  const double p = evidence.is_invariant
                       ? evidence.p_value
                       : calibration_.p_value(judgement.tenant.id, stratum, evidence.p_value) /
                             std::max(evidence.weight, 1.0);
  if (calibrates) {
    calibrate(evidence.entity, stratum, evidence.p_value);
  }
  if (was_told(episode, evidence.opportunity, p)) {
    return;
  }
  tally.smallest_p = std::min(tally.smallest_p, p);
  tally.judged = std::max<std::uint32_t>(tally.judged, 1);
  if (p < reason_worth_keeping) {
    const WordToken record_class =
        judgement.event == nullptr ? WordToken{} : judgement.event->resource.record_class;
    note_reason(episode, {evidence, p, record_class}, judgement.finished);
    note_company(episode, evidence.entity, judgement, p);
  }
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
  // What is to be expected takes no place in the budget; a broken promise is told all the same.
  const bool is_withheld_now = is_withheld(entity, episode, judgement.log_time);
  if (!is_withheld_now && is_gated_candidate(episode)) {
    tenant.budget.note_candidate(entity, fused.p_value);
  }
  Routed routed = is_withheld_now ? route_of_invariants(episode)
                                  : route_of(episode, fused, fused.p_value, tenant.budget);
  if (routed.is_page_withheld && episode.route < Route::page && !episode.is_page_withheld) {
    episode.is_page_withheld = true;
    ++pages_withheld_;
  }
  const LogPoint point{judgement.log_time, judgement.position, judgement.sequence};
  if (routed.route > Route::digest && !episode.is_told() && !routed.is_invariant &&
      !routed.is_canary && is_flood(entity, episode, point, out)) {
    routed.route = Route::digest;
    routed.withheld = Withheld::flood;
  }
  withhold_repeated(routed, episode, point.log_time);
  withhold_conversations(routed, entity, episode, point.log_time);
  if (routed.route == Route::digest) {
    const Withheld why = is_withheld_now ? Withheld::suppressed : routed.withheld;
    note_withheld(entity, episode, why, point, fused.p_value);
    return;
  }
  routed.route = book_route(routed, episode, judgement, tenant);
  raise(entity, episode, routed, judgement, out);
}

bool Alerter::is_withheld(const state::EntityKey& entity, Episode& episode, EventTime log_time) {
  if (!is_gated_candidate(episode) || !suppressions_.find(entity, episode, log_time)) {
    return false;
  }
  suppressed_ += episode.is_suppressed ? 0 : 1;
  episode.is_suppressed = true;
  return true;
}

Duration Alerter::gap_of(const state::EntityKey& entity, const Episode& episode) const noexcept {
  // What several principals make together is judged by the day, and they come hours apart: once
  // told, it is one story, not one for each of them.
  // What a producer lacks is settled hours after it was told.
  const bool is_long = is_of_several(entity.type) || entity.type == EntityType::producer;
  return episode.is_told() && is_long ? settings_.episode_max : settings_.episode_gap;
}

void Alerter::close(const state::EntityKey& entity,
                    Episode& episode,
                    DecisionReason reason,
                    const LogPoint& point,
                    std::vector<Decision>& out) {
  if (episode.is_active && episode.is_told()) {
    remember_told(episode);
    tell(entity, episode, reason, point, out);
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
    if (episode == nullptr || point.log_time - episode->log_last > gap_of(entity, *episode)) {
      due.push_back(entity);
    }
  }
  for (const state::EntityKey& entity : due) {
    if (Episode* episode = episodes_.find(entity); episode != nullptr) {
      close(entity, *episode, DecisionReason::episode_ended, point, out);
    } else {
      std::erase(open_, entity);
    }
  }
}

void Alerter::close_all(const LogPoint& point, std::vector<Decision>& out) {
  const std::vector<state::EntityKey> open = open_;
  for (const state::EntityKey& entity : open) {
    if (Episode* episode = episodes_.find(entity); episode != nullptr) {
      close(entity, *episode, DecisionReason::episode_ended, point, out);
    }
  }
}

}  // namespace centinela::alerting
