// ExplanationState: innocent explanations on record for one data subject. Floor 3, plain data.
//
// From context records of other systems (tickets, assignments, conversations …). Bounded; when
// full, the one that ends first makes room.
#pragma once

#include "centinela/base/fixed_vector.h"
#include "centinela/base/time.h"
#include "centinela/event/context_record.h"

#include <cstdint>

namespace centinela::state {

struct Explanation {
  ContextKind kind = ContextKind::absent;
  IssuedBy issued_by = IssuedBy::absent;
  bool is_closed = false;
  PrincipalToken principal;  // absent: anybody (or the queue or team below)
  ConversationToken conversation;
  TicketToken ticket;
  WordToken queue;
  WordToken team;
  EventTime from;
  EventTime to;
  EventTime recorded;  // log time

  template <class Archive>
  void describe(Archive& archive) {
    archive(kind, issued_by, is_closed, principal, conversation, ticket, queue, team);
    archive(from, to, recorded);
  }
};

struct ExplanationState {
  FixedVector<Explanation, 12> explanations;

  // Replaces the one of the same ticket or conversation; else adds it.
  void record(const Explanation& explanation) noexcept;

  template <class Archive>
  void describe(Archive& archive) {
    archive(explanations);
  }
};

// How long an explanation of that kind holds when its record does not say; reaches back by
// `slack`, because systems write their records a little after the fact.
[[nodiscard]] Explanation explanation_from(const ContextRecord& record) noexcept;

}  // namespace centinela::state
