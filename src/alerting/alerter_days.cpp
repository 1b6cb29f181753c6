// What is kept back, and what is said of it once a day.
#include "centinela/alerting/alerter.h"
#include "centinela/alerting/render.h"
#include "centinela/detectors/catalogue.h"

#include "daily.h"

#include <fmt/format.h>

namespace centinela::alerting {
namespace {

using detectors::DetectorId;

std::int64_t& count_of(DayBook& day, const SuppressedBy& by, std::size_t rules) {
  day.suppressed.resize(rules + 1);
  return day.suppressed[std::min(by.rule, rules)];
}

}  // namespace

// Each episode counts once a day, under the first thing that kept it back.
void Alerter::note_withheld(const state::EntityKey& entity,
                            Episode& episode,
                            Withheld why,
                            const LogPoint& point,
                            double p_value) {
  if (episode.is_told() || why == Withheld::nothing || why == Withheld::not_surprising) {
    return;
  }
  TenantBook& tenant = book(entity.tenant);
  const Reason& first = first_reason(*episode.detail);
  if (why == Withheld::below_line || why == Withheld::one_family || why == Withheld::budget_spent) {
    tenant.day.note_strongest({entity, episode.principal, first, p_value});
  }
  const std::int64_t day = utc_day(point.log_time);
  if (episode.withheld != Withheld::nothing && episode.withheld_day == day) {
    return;
  }
  episode.withheld = why;
  episode.withheld_day = day;
  ++tenant.day.withheld[static_cast<std::size_t>(why)];
  ++withheld_[static_cast<std::size_t>(why)];
  if (is_gated_candidate(episode)) {
    ++tenant.day.below[static_cast<std::size_t>(first.evidence.detector)];
  }
  if (why == Withheld::suppressed) {
    const auto by = suppressions_.find(entity, episode, point.log_time);
    ++count_of(tenant.day, by.value_or(SuppressedBy{}), suppressions_.rules().size());
  }
}

// It is told after all: what was counted today is taken back.
void Alerter::note_opened(const state::EntityKey& entity, Episode& episode, EventTime log_time) {
  DayBook& day = book(entity.tenant).day;
  if (episode.withheld != Withheld::nothing && episode.withheld_day == utc_day(log_time)) {
    --day.withheld[static_cast<std::size_t>(episode.withheld)];
    std::int64_t& below =
        day.below[static_cast<std::size_t>(first_reason(*episode.detail).evidence.detector)];
    below = std::max<std::int64_t>(below - 1, 0);
  }
  day.forget(entity);
  if (episode.is_shadow) {
    ++day.shadow;
    return;
  }
  ++(episode.route == Route::page ? day.pages : day.tickets);
}

bool Alerter::is_flood(const state::EntityKey& entity,
                       Episode& episode,
                       const LogPoint& point,
                       std::vector<Decision>& out) {
  if (episode.is_guarded) {
    return true;
  }
  TenantBook& tenant = book(entity.tenant);
  const DetectorId detector = first_reason(*episode.detail).evidence.detector;
  const FloodGuard::Answer answer = tenant.guard.admit(detector, point.log_time);
  if (answer == FloodGuard::Answer::open) {
    return false;
  }
  episode.is_guarded = true;
  ++tenant.day.guarded[static_cast<std::size_t>(detector)];
  ++guarded_[static_cast<std::size_t>(detector)];
  if (answer == FloodGuard::Answer::guarded_first) {
    constexpr auto most = static_cast<std::int64_t>(FloodGuard::open_max);
    tell_owner({entity.tenant,
                detector,
                most + 1,
                most,
                fmt::format("Detector {} would have raised more than {} alerts in 24 hours; until "
                            "it calms down the rest is counted in the daily digest only.",
                            detectors::name(detector),
                            most)},
               point,
               out);
  }
  return true;
}

void Alerter::tell_account(const state::EntityKey& entity,
                           const Episode& episode,
                           const LogPoint& point,
                           std::vector<Decision>& out) {
  if (episode.account == 0 || !book(entity.tenant).account.is_just_spent(episode.account)) {
    return;
  }
  constexpr std::int64_t most = InvariantAccount::pages_per_week;
  const DetectorId detector = first_reason(*episode.detail).evidence.detector;
  tell_owner({entity.tenant,
              detector,
              most + 1,
              most,
              fmt::format("The promise that {} watches was broken more than {} times in a week by "
                          "one producer and version; further ones are tickets.",
                          detectors::name(detector),
                          most)},
             point,
             out);
}

void Alerter::tell_owner(const OwnerNotice& notice,
                         const LogPoint& point,
                         std::vector<Decision>& out) {
  const RenderContext context{names_, provenance_, point.sequence, point.log_time, point.position};
  out.push_back({DecisionReason::owner_told, render_notice(notice, context)});
}

void Alerter::end_day(const DayFacts& facts, const LogPoint& point, std::vector<Decision>& out) {
  TenantBook& tenant = book(facts.tenant);
  const RenderContext context{names_, provenance_, point.sequence, point.log_time, point.position};
  out.push_back({DecisionReason::digest, render_digest(facts, tenant.day, suppressions_, context)});
  out.push_back({DecisionReason::heartbeat, render_heartbeat(facts, tenant.day, context)});
  tenant.day = DayBook{};
  last_heartbeat_ = point.log_time;
}

}  // namespace centinela::alerting
