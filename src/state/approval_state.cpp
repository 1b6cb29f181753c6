#include "centinela/state/approval_state.h"

#include <algorithm>

namespace centinela::state {
namespace {

using std::chrono::days;
using std::chrono::hours;

// What names no customer must not stay for long unless its record says so.
Duration usual_validity(ContextKind kind) noexcept {
  switch (kind) {
    case ContextKind::assignment:
      return days{14};
    case ContextKind::handover:
      return hours{8};
    default:
      return hours{24};
  }
}

bool is_same_matter(const StandingReason& a, const StandingReason& b) noexcept {
  const bool is_same = a.kind == b.kind && a.handed_by == b.handed_by && a.queue == b.queue &&
                       a.record_class == b.record_class && a.change == b.change &&
                       a.incident == b.incident;
  // Without a number of its own each shift and each job is a matter of itself.
  return is_same && (!is_absent(a.change) || !is_absent(a.incident) || a.from == b.from);
}

bool holds_at(const StandingReason& reason, EventTime time) noexcept {
  return time >= reason.from - record_slack && time <= reason.to;
}

bool is_job(const StandingReason& reason) noexcept {
  const bool is_named = !is_absent(reason.change) || !is_absent(reason.incident);
  return reason.kind == ContextKind::approval ||
         (is_named && (reason.kind == ContextKind::grant || reason.kind == ContextKind::event));
}

}  // namespace

void ApprovalState::stand(const StandingReason& reason) noexcept {
  for (StandingReason& known : standing) {
    if (is_same_matter(known, reason)) {
      known = reason;
      return;
    }
  }
  if (standing.full()) {
    const auto* const first_to_end = std::min_element(
        standing.begin(), standing.end(), [](const StandingReason& a, const StandingReason& b) {
          return a.to < b.to;
        });
    standing.erase_at(static_cast<std::size_t>(first_to_end - standing.begin()));
  }
  standing.push_back(reason);
}

bool ApprovalState::is_on_duty(EventTime time) const noexcept {
  return std::any_of(standing.begin(), standing.end(), [&](const StandingReason& reason) {
    return reason.kind == ContextKind::roster && holds_at(reason, time);
  });
}

bool ApprovalState::has_job(EventTime time, WordToken record_class) const noexcept {
  return std::any_of(standing.begin(), standing.end(), [&](const StandingReason& reason) {
    const bool is_of_class = is_absent(reason.record_class) || reason.record_class == record_class;
    return is_job(reason) && is_of_class && reason.issued_by != IssuedBy::self &&
           holds_at(reason, time);
  });
}

StandingReason standing_from(const ContextRecord& record) noexcept {
  StandingReason reason;
  reason.kind = record.kind;
  reason.issued_by = record.issued_by;
  reason.handed_by = record.from;
  reason.queue = record.queue;
  reason.record_class = record.record_class;
  reason.change = record.change;
  reason.incident = record.incident;
  reason.from = record.valid_from;
  const bool has_end = record.valid_to > record.valid_from;
  reason.to = has_end ? record.valid_to : record.valid_from + usual_validity(record.kind);
  return reason;
}

}  // namespace centinela::state
