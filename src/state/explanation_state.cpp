#include "centinela/state/explanation_state.h"

#include <algorithm>

namespace centinela::state {
namespace {

using std::chrono::days;
using std::chrono::hours;

Duration usual_validity(ContextKind kind) noexcept {
  switch (kind) {
    case ContextKind::ticket:
      return days{30};
    case ContextKind::assignment:
      return days{14};
    case ContextKind::handover:
      return hours{8};
    case ContextKind::conversation:
    case ContextKind::callback:
      return hours{24};
    case ContextKind::link:
    case ContextKind::grant:
    case ContextKind::approval:
      return days{30};
    default:
      return hours{24};
  }
}

bool is_same_matter(const Explanation& a, const Explanation& b) noexcept {
  if (a.kind != b.kind || a.principal != b.principal) {
    return false;
  }
  if (!is_absent(a.ticket) || !is_absent(b.ticket)) {
    return a.ticket == b.ticket;
  }
  return a.conversation == b.conversation;
}

}  // namespace

void ExplanationState::record(const Explanation& explanation) noexcept {
  for (Explanation& known : explanations) {
    if (is_same_matter(known, explanation)) {
      const EventTime from = std::min(known.from, explanation.from);
      known = explanation;
      known.from = from;
      return;
    }
  }
  if (explanations.full()) {
    auto* const first_to_end = std::min_element(
        explanations.begin(), explanations.end(), [](const Explanation& a, const Explanation& b) {
          return a.to < b.to;
        });
    *first_to_end = explanation;
    return;
  }
  explanations.push_back(explanation);
}

Explanation explanation_from(const ContextRecord& record) noexcept {
  Explanation explanation;
  explanation.kind = record.kind;
  explanation.issued_by = record.issued_by;
  explanation.is_closed = record.is_closed;
  explanation.principal = record.principal;
  explanation.conversation = record.conversation;
  explanation.ticket = record.ticket;
  explanation.queue = record.queue;
  explanation.team = record.team;
  explanation.from = record.valid_from;
  const bool has_end = record.valid_to > record.valid_from;
  explanation.to = has_end ? record.valid_to : record.valid_from + usual_validity(record.kind);
  explanation.recorded = record.received;
  return explanation;
}

}  // namespace centinela::state
