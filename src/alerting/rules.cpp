#include "rules.h"

#include "centinela/base/sha256.h"

#include <algorithm>

namespace centinela::alerting {

using detectors::DetectorId;
using detectors::Evidence;
using detectors::Family;

namespace {

constexpr double weighty_p_max = 0.01;

// A broken promise says what happened; then what is rare; a sum of signals comes after those that
// it sums, and what is hardly rare last.
int place_of(const Reason& reason) noexcept {
  if (reason.evidence.is_invariant) {
    return 0;
  }
  if (is_weighty(reason)) {
    return 1;
  }
  return reason.p_value <= weighty_p_max ? 2 : 3;
}

// What passed no practical gate (a first sight, an odd hour, an amount of two) mostly makes the
// cause odder: to be told before it, it must be far rarer.
double told_p(const Reason& reason) noexcept {
  constexpr double handicap = 10;
  return reason.evidence.passes_gate ? reason.p_value : handicap * reason.p_value;
}

}  // namespace

bool is_weighty(const Reason& reason) noexcept {
  const Family family = reason.evidence.family;
  return reason.p_value <= weighty_p_max && family != Family::risk && family != Family::forest;
}

bool comes_before(const Reason& one, const Reason& other) noexcept {
  const int place = place_of(one);
  const int other_place = place_of(other);
  return place != other_place ? place < other_place : told_p(one) < told_p(other);
}

AlertId make_id(const state::EntityKey& entity, const Position& first, const std::string& key) {
  ByteWriter bytes;
  bytes.put_string(key);
  bytes.put(entity.type);
  bytes.put(entity.tenant.value());
  bytes.put(entity.id);
  bytes.put(first.topic);
  bytes.put(first.partition.value());
  bytes.put(first.offset.value());
  bytes.put(first.index);
  const Sha256 digest = sha256(bytes.bytes());
  AlertId id;
  for (std::size_t i = 0; i < 8; ++i) {
    id.high = id.high << 8U | digest[i];
    id.low = id.low << 8U | digest[i + 8];
  }
  return id;
}

// Windows are calibrated by what they were when they closed; first sights by being seen.
bool calibrates_on_sight(const Evidence& evidence) noexcept {
  switch (evidence.detector) {
    case DetectorId::first_access:
    case DetectorId::unusual_time:
    case DetectorId::path_change:
      return true;
    case DetectorId::new_origin:
      return evidence.leg == 0;
    case DetectorId::conversation_scope:
      return !evidence.is_invariant;
    case DetectorId::forest:
    case DetectorId::community_misfit:
      return true;
    default:
      return false;
  }
}

// What of the change is worth a revision; nothing when the reader would learn nothing.
std::optional<DecisionReason> news(const Standing& before, const Standing& now) noexcept {
  if (!before.is_told) {
    return DecisionReason::opened;
  }
  if (now.route > before.route) {
    return DecisionReason::route_rose;
  }
  if (now.severity > before.severity) {
    return DecisionReason::severity_rose;
  }
  if (now.subjects >= 2 * std::max<std::int64_t>(before.subjects, 1)) {
    return DecisionReason::evidence_grew;
  }
  return std::nullopt;
}

// Fewer of a kind than asked for will never come: then twice the time must do.
bool is_warm(const Judgement& judgement, const Settings& settings) noexcept {
  const Duration age = judgement.tenant.last_event - judgement.tenant.first_event;
  const bool has_peers = judgement.tenant.principals_of_kind >= settings.warm_up_principals;
  return age >= (has_peers ? settings.warm_up : 2 * settings.warm_up);
}

}  // namespace centinela::alerting
