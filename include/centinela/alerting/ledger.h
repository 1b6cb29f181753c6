// Ledger: durable memory of the alerts that were told and what analysts ruled on them. Floor 7.
//
// Bounded: the oldest makes room, and a ruling on it is then counted as unknown. Plain data in the
// order of the log, so that a replay remembers and forgets the same. Confined to one thread.
#pragma once

#include "centinela/base/time.h"
#include "centinela/event/alert.h"
#include "centinela/event/token.h"
#include "centinela/event/words.h"
#include "centinela/state/entity_key.h"

#include <cstdint>
#include <deque>
#include <optional>

namespace centinela::alerting {

// What a ruling needs to know of the alert it is about.
struct ToldAlert {
  AlertId id;
  state::EntityKey entity;
  PrincipalToken principal;
  PrincipalKind kind = PrincipalKind::absent;
  WordToken role;
  WordToken team;
  std::uint64_t detectors = 0;  // bit per detector among its reasons
  std::uint64_t account = 0;    // of the invariant account that it was booked on; 0: none
  EventTime start;              // event time
  EventTime end;
  Ruling ruling = Ruling::absent;
  EventTime ruled_at;  // log time
  EventTime expires;
  bool is_acknowledged = false;

  template <class Archive>
  void describe(Archive& archive) {
    archive(id.high, id.low, entity.type, entity.tenant, entity.id, principal, kind, role, team);
    archive(detectors, account, start, end, ruling, ruled_at, expires, is_acknowledged);
  }
};

// Rulings of the last 28 days. A duplicate says nothing about right or wrong.
struct RulingTally {
  std::int64_t malicious = 0;
  std::int64_t benign = 0;
  std::int64_t expected = 0;

  // Share of the judged alerts that were malicious; none before the first ruling.
  [[nodiscard]] std::optional<double> precision() const noexcept;
};

class Ledger {
 public:
  explicit Ledger(std::size_t alerts_max = 1U << 14U) : alerts_max_(alerts_max) {}

  // A revision of a known alert widens what is known of it.
  void note(const ToldAlert& told);
  [[nodiscard]] ToldAlert* find(const AlertId& id) noexcept;
  [[nodiscard]] RulingTally tally(TenantToken tenant, EventTime now) const noexcept;
  [[nodiscard]] std::size_t size() const noexcept { return alerts_.size(); }
  [[nodiscard]] const std::deque<ToldAlert>& alerts() const noexcept { return alerts_; }

  template <class Archive>
  void describe(Archive& archive) {
    archive(alerts_);
  }

 private:
  std::size_t alerts_max_;
  std::deque<ToldAlert> alerts_;  // oldest first
};

}  // namespace centinela::alerting
