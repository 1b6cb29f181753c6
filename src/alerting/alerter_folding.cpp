// A bot is its conversations: what was told of those is not told of the bot once more.
#include "centinela/alerting/alerter.h"
#include "centinela/event/event.h"

#include "rules.h"

#include <algorithm>

namespace centinela::alerting {
namespace {

using detectors::DetectorId;

// Without the data subjects of the told conversations, nothing unusual would be left of it.
bool is_accounted_for(const Reason& reason, double taken) noexcept {
  const detectors::Evidence& evidence = reason.evidence;
  const bool counts_subjects = evidence.detector == DetectorId::unjustified_access ||
                               evidence.detector == DetectorId::excessive_subjects;
  return counts_subjects && evidence.observed - taken <= evidence.expected_high;
}

}  // namespace

Alerter::ToldConversations Alerter::told_conversations(const state::EntityKey& principal,
                                                       EventTime now) noexcept {
  // The most that are looked at, latest first: many more than a day tells.
  constexpr std::size_t looked_at_max = 1024;
  ToldConversations told;
  std::size_t looked_at = 0;
  const auto& alerts = ledger_.alerts();
  for (auto known = alerts.rbegin(); known != alerts.rend() && looked_at < looked_at_max; ++known) {
    ++looked_at;
    const bool is_its_own = known->entity.type == EntityType::conversation &&
                            known->entity.tenant == principal.tenant &&
                            known->principal.value() == principal.id;
    if (!is_its_own || now - known->end > one_day) {
      continue;
    }
    const Episode* episode = episodes_.find(known->entity);
    if (episode != nullptr && episode->alert_id == known->id && !episode->is_shadow) {
      told.data_subjects += static_cast<double>(episode->data_subjects.count());
      told.route = std::max(told.route, episode->route);
    }
  }
  return told;
}

void Alerter::withhold_conversations(Routed& routed,
                                     const state::EntityKey& entity,
                                     const Episode& episode,
                                     EventTime now) noexcept {
  if (routed.route == Route::digest || routed.is_invariant || episode.is_told() ||
      entity.type != EntityType::principal || !acts_in_conversations(episode.principal.kind)) {
    return;
  }
  const ToldConversations told = told_conversations(entity, now);
  // Many conversations that each are a ticket may well make a page of their bot.
  if (told.route < routed.route) {
    return;
  }
  const auto& reasons = episode.detail->reasons;
  const bool is_told = std::all_of(reasons.begin(), reasons.end(), [&](const Reason& reason) {
    return !is_weighty(reason) || is_accounted_for(reason, told.data_subjects);
  });
  if (is_told) {
    routed.route = Route::digest;
    routed.withheld = Withheld::repeated;
  }
}

}  // namespace centinela::alerting
