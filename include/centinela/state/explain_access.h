// Explaining one access: the innocent reasons come first. Floor 3, pure.
//
// An explanation has a strength by who caused it (docs/formulas.md): the customer's own contact or
// a system-assigned queue 1.0, a third person's assignment 0.8, an earlier explained access 0.5,
// something the principal wrote himself 0.2, a purpose merely declared 0.
#pragma once

#include "centinela/event/event.h"
#include "centinela/state/approval_state.h"
#include "centinela/state/explanation_state.h"

#include <cstdint>

namespace centinela::state {

enum class ExplanationKind : std::uint8_t {
  none,
  conversation,
  ticket,
  assignment,
  handover,
  callback,
  job,
  earlier_access,
  own_ticket,
};

// What came closest among those that did not hold.
enum class NearestMiss : std::uint8_t {
  none,
  closed_ticket,
  expired,
  other_principal,
  other_subjects_ticket,
  own_ticket,
  reused_ticket,
};

struct Explained {
  ExplanationKind kind = ExplanationKind::none;
  NearestMiss miss = NearestMiss::none;
  double strength = 0;  // in [0, 1]
};

// From this strength on an access needs no grace time.
inline constexpr double strength_settled = 0.5;
// Of what the principal wrote for itself.
inline constexpr double strength_by_oneself = 0.2;

// How much the ticket that an event names is believed, in (0, 1], and why not more.
struct TicketTrust {
  double share = 1;
  NearestMiss miss = NearestMiss::none;
};

// What the event itself carries about this data subject.
[[nodiscard]] Explained explain_by_event(const Event& event,
                                         DataSubjectToken data_subject,
                                         const TicketTrust& trust = {}) noexcept;

struct AccessFacts {
  PrincipalToken principal;
  ConversationToken conversation;
  WordToken queue;
  WordToken team;
  EventTime time;
  WordToken record_class = {};
  Duration slack = record_slack;  // records may be written that long after the access
};

// As long as somebody names one ticket for so many customers, it may speak for each of them; for
// twice as many it speaks half as strongly, and so on.
inline constexpr double customers_of_a_ticket = 5;

// Whoever wrote the ticket that the event names for this data subject did it to have one.
[[nodiscard]] bool is_own_ticket(TicketToken ticket,
                                 PrincipalToken principal,
                                 const ExplanationState& records) noexcept;

// What context records of other systems say about it.
[[nodiscard]] Explained explain_by_records(const AccessFacts& access,
                                           const ExplanationState& records) noexcept;

// What they say of the principal or its team as a whole, of the first reason that holds. No
// customer is named, so none counts for more than a third person's word. Hand-overs are the
// caller's: they explain customers that the other one had.
[[nodiscard]] Explained explain_by_standing(const AccessFacts& access,
                                            const ApprovalState& records) noexcept;

[[nodiscard]] inline Explained stronger(const Explained& a, const Explained& b) noexcept {
  Explained best = b.strength > a.strength ? b : a;
  if (best.miss == NearestMiss::none) {
    best.miss = a.miss == NearestMiss::none ? b.miss : a.miss;
  }
  return best;
}

}  // namespace centinela::state
