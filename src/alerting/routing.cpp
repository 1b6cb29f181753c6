#include "centinela/alerting/routing.h"

#include <algorithm>
#include <cmath>

namespace centinela::alerting {
namespace {

// The same kind of surprise on another day: told again when this much rarer, or after a week.
constexpr double rarer_repeat_factor = 10;
constexpr Duration told_for = std::chrono::hours{7 * 24};
// Weaker reasons decide nothing about whether an episode is news.
constexpr double reason_weighty = 0.01;

using detectors::DetectorId;
using detectors::Evidence;

// Rarer than ten years of null would show: never throttled, one family is enough.
constexpr double beyond_doubt = 1e-7;
// The line of a quiet tenant falls as low as its weak candidates lie. Whoever is woken is woken for
// something that is rare in itself: severity medium at least.
constexpr double page_p_max = 1e-3;

Routed by_invariants(const Episode& episode) noexcept {
  Routed routed;
  for (const Reason& reason : episode.detail->reasons) {
    const Evidence& evidence = reason.evidence;
    if (!evidence.is_invariant || evidence.invariant_route == Route::digest) {
      continue;
    }
    routed.is_invariant = true;
    routed.withheld = Withheld::nothing;
    routed.route = std::max(routed.route, evidence.invariant_route);
    routed.is_canary = routed.is_canary || evidence.detector == DetectorId::canary_touch;
  }
  return routed;
}

Route highest_allowed(const Episode& episode) noexcept {
  Route highest = Route::digest;
  for (const Reason& reason : episode.detail->reasons) {
    if (reason.evidence.passes_gate && reason.evidence.is_surprising()) {
      highest = std::max(highest, reason.evidence.route_max);
    }
  }
  return highest;
}

bool speaks_for_page(const fusion::Fused& fused, double p_value) noexcept {
  const bool few_can_speak = fused.families_spoken <= 2;
  return fused.families_surprising >= (few_can_speak ? 1 : 2) || p_value < beyond_doubt;
}

Routed by_rarity(const Episode& episode,
                 const fusion::Fused& fused,
                 double p_value,
                 const Budget& budget) noexcept {
  Routed routed;
  if (fused.families_surprising == 0) {
    return routed;
  }
  const Route highest = highest_allowed(episode);
  if (highest == Route::digest) {
    routed.withheld = Withheld::gate;
    return routed;
  }
  const double log_p = std::log(p_value);
  routed.withheld = Withheld::below_line;
  if (log_p <= budget.tickets().log_p) {
    routed.route = budget.tickets().is_spent() ? Route::digest : Route::ticket;
    routed.withheld = budget.tickets().is_spent() ? Withheld::budget_spent : Withheld::nothing;
  }
  if (highest < Route::page || log_p > budget.pages().log_p || p_value > page_p_max) {
    return routed;
  }
  if (!speaks_for_page(fused, p_value)) {
    routed.withheld = routed.route == Route::ticket ? Withheld::nothing : Withheld::one_family;
    return routed;
  }
  if (budget.pages().is_spent() && p_value >= beyond_doubt) {
    routed.is_page_withheld = true;
    return routed;
  }
  routed.route = Route::page;
  routed.withheld = Withheld::nothing;
  return routed;
}

// Risk is the sum of what other detectors said before, so after an alert about any of them it is
// that alert said once more.
bool says_again(const Reason& reason, const Told& told) noexcept {
  if (reason.evidence.family == detectors::Family::risk) {
    return true;
  }
  return told.detector == reason.evidence.detector && told.leg == reason.evidence.leg &&
         reason.p_value * rarer_repeat_factor > told.p_value;
}

// Everything weighty in it was told of this entity within a week, and has not become far rarer.
bool is_repeated(const Episode& episode, EventTime now) noexcept {
  const auto was_told_lately = [&](const Reason& reason) {
    return std::any_of(episode.told.begin(), episode.told.end(), [&](const Told& told) {
      return !told.is_shadow && now - told.last < told_for && says_again(reason, told);
    });
  };
  const auto& reasons = episode.detail->reasons;
  return std::all_of(reasons.begin(), reasons.end(), [&](const Reason& reason) {
    return reason.p_value > reason_weighty || was_told_lately(reason);
  });
}

}  // namespace

Routed route_of_invariants(const Episode& episode) noexcept {
  return episode.detail == nullptr ? Routed{} : by_invariants(episode);
}

bool is_gated_candidate(const Episode& episode) noexcept {
  return episode.detail != nullptr && highest_allowed(episode) > Route::digest;
}

Routed route_of(const Episode& episode,
                const fusion::Fused& fused,
                double p_value,
                const Budget& budget) noexcept {
  if (episode.detail == nullptr) {
    return {};
  }
  const Routed invariant = by_invariants(episode);
  const Routed rarity = by_rarity(episode, fused, p_value, budget);
  if (invariant.is_invariant && invariant.route >= rarity.route) {
    return invariant;
  }
  Routed routed = rarity;
  routed.is_canary = invariant.is_canary;
  routed.is_invariant = invariant.is_invariant && rarity.route == Route::digest;
  return routed;
}

void withhold_repeated(Routed& routed, const Episode& episode, EventTime now) noexcept {
  if (routed.route == Route::ticket && !routed.is_invariant && !episode.is_told() &&
      is_repeated(episode, now)) {
    routed.route = Route::digest;
    routed.withheld = Withheld::repeated;
  }
}

}  // namespace centinela::alerting
