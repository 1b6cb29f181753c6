// Evidence: one detector's word on one opportunity. Floor 5, plain value.
//
// The unit of evidence is the opportunity (a window, or the first sight of a value), never the
// event: repeats carry the same opportunity and are one surprise.
#pragma once

#include "centinela/base/time.h"
#include "centinela/event/alert.h"
#include "centinela/event/position.h"
#include "centinela/event/token.h"
#include "centinela/state/entity_key.h"

#include <array>
#include <cstdint>

namespace centinela::detectors {

// In the order of the catalogue. The numbers stand in saved states: append.
enum class DetectorId : std::uint8_t {
  conversation_scope,
  unjustified_access,
  excessive_subjects,
  bulk_export,
  first_access,
  new_origin,
  unusual_time,
  audit_silence,
  canary_touch,
  slow_drip,
  vendor_client_drift,
  bulk_change,
  cross_tenant,
  unmask_rate,
  deny_then_allow,
  lifecycle_risk,
  purpose_consent,
  pagination_sweep,
  search_then_open,
  shared_credential,
  entity_risk,
  service_account_human,
  machine_cadence,
  path_change,
  tainted_chain,
  over_collection,
  hot_record,
  takeover_chain,
  cohort_surge,
  tool_surface,
  confused_deputy,
  retrieval_scope,
  id_enumeration,
  intent_mismatch,
  relationship_snoop,
  forest,
  community_misfit,
};
inline constexpr std::size_t detector_count =
    static_cast<std::size_t>(DetectorId::community_misfit) + 1;

// Two families count as two only because their inputs are disjoint.
enum class Family : std::uint8_t {
  volume,
  novelty,
  justification,
  conversation,
  origin,
  cadence,
  integrity,
  cohort,
  forest,
  risk,
  telemetry,
  invariant,
};
inline constexpr std::size_t family_count = static_cast<std::size_t>(Family::invariant) + 1;

enum class Unit : std::uint8_t {
  data_subjects_per_hour,
  data_subjects_per_day,
  data_subjects,
  records_per_job,
  records_per_day,
  accesses,
  days,
  active_hours,
  kilometres_per_hour,
  events,
  events_per_hour,
  canary_records,
  anomaly_score,
  data_subjects_in_all,
  records_in_all,
  records,
  changes_per_day,
  tenants_per_day,
  attempts,
  pages,
  alternations,
  risk,
  look_ups,
  seconds,
  fields,
  fields_per_turn,
  principals,
  steps,
  chunks,
  requests,
  conversations,
  percentage_points,
};

// Which of several sentences a detector speaks; its meaning is the detector's own.
using Leg = std::uint8_t;

struct Evidence {
  DetectorId detector = DetectorId::forest;
  Family family = Family::forest;
  state::EntityKey entity;
  std::uint64_t opportunity = 0;  // same surprise, same number
  double p_value = 1;             // mid-p under the baseline, in (0, 1]; what is combined
  double p_at_least = 1;          // P(X >= x), what sentences and gates say
  double observed = 0;
  double expected_low = 0;
  double expected_high = 0;
  double would_not_fire_below = 0;  // smallest observation with this p; 0 = not known
  Unit unit = Unit::events;
  Leg leg = 0;
  bool passes_gate = false;       // the practical gate of its family
  bool is_invariant = false;      // a broken promise, not a rarity: own account, never throttled
  Route route_max = Route::page;  // what it may raise at most
  Route invariant_route = Route::ticket;
  double weight = 1;  // of the principal's circumstances (D23): divides the calibrated p
  std::uint16_t peers = 0;
  double peers_highest = 0;
  double unexplained = 0;
  double maturity_days = 0;
  double effective_samples = 0;
  std::uint64_t word = 0;  // a WordToken or other token that the sentence names
  std::uint64_t word_2 = 0;
  std::array<double, 4> facts{};  // further numbers of the sentence; meaning is the leg's own
  std::array<double, 4> model{};  // what p_value was read from, for finish(); the detector's own
  bool replaces = false;          // a count that may fall: the latest word of an opportunity holds
  bool is_finished = true;        // false: numbers that only words need are still to be worked out
  Position position;
  EventTime time;
  std::int64_t local_day = 0;  // of the principal, days since the epoch
  bool is_spent = false;       // of a word that replaces: nothing worth telling is left of it

  // Weaker than this is "nothing unusual": it counts as an opportunity and says no more.
  [[nodiscard]] bool is_surprising() const noexcept { return p_value < 0.2; }

  template <class Archive>
  void describe(Archive& archive) {
    archive(detector, family, entity, opportunity, p_value, p_at_least, observed);
    archive(expected_low, expected_high, would_not_fire_below, unit, leg, passes_gate);
    archive(is_invariant, route_max, invariant_route, weight, peers, peers_highest, unexplained);
    archive(maturity_days, effective_samples, word, word_2, facts, model, replaces, is_finished);
    archive(position, time, local_day, is_spent);
  }
};

}  // namespace centinela::detectors
