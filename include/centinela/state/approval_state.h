// What other systems have on record for one principal, or one team, as a whole and for no customer
// in particular: approved jobs, break-glass grants, incidents, rosters, queues, hand-overs. Floor
// 3, plain data.
#pragma once

#include "centinela/base/fixed_vector.h"
#include "centinela/event/context_record.h"

namespace centinela::state {

struct Approval {
  ChangeToken change;
  EventTime from;
  EventTime to;

  template <class Archive>
  void describe(Archive& archive) {
    archive(change, from, to);
  }
};

// One reason that names no customer, and what it is limited to.
struct StandingReason {
  ContextKind kind = ContextKind::absent;
  IssuedBy issued_by = IssuedBy::absent;
  PrincipalToken handed_by;  // of a hand-over: whose customers it is about
  WordToken queue;
  WordToken record_class;  // absent: any
  ChangeToken change;
  IncidentToken incident;
  EventTime from;
  EventTime to;

  template <class Archive>
  void describe(Archive& archive) {
    archive(kind, issued_by, handed_by, queue, record_class, change, incident, from, to);
  }
};

// Systems write their records a little after the fact.
inline constexpr Duration record_slack = std::chrono::minutes{30};

struct ApprovalState {
  FixedVector<Approval, 6> approvals;       // the oldest makes room
  FixedVector<StandingReason, 8> standing;  // the one that ends first makes room

  void record(const ContextRecord& record) noexcept {
    if (approvals.full()) {
      approvals.erase_at(0);
    }
    constexpr Duration usual = std::chrono::days{30};
    const bool has_end = record.valid_to > record.valid_from;
    approvals.push_back(
        {record.change, record.valid_from, has_end ? record.valid_to : record.valid_from + usual});
  }
  // Replaces what the same matter said before.
  void stand(const StandingReason& reason) noexcept;
  [[nodiscard]] bool covers(EventTime time) const noexcept {
    for (const Approval& approval : approvals) {
      if (time >= approval.from - record_slack && time <= approval.to) {
        return true;
      }
    }
    return false;
  }
  // A roster names that time as duty.
  [[nodiscard]] bool is_on_duty(EventTime time) const noexcept;
  // Somebody else approved or granted a job, or called an incident, for that time and class.
  [[nodiscard]] bool has_job(EventTime time, WordToken record_class) const noexcept;

  template <class Archive>
  void describe(Archive& archive) {
    archive(approvals, standing);
  }
};

[[nodiscard]] StandingReason standing_from(const ContextRecord& record) noexcept;

}  // namespace centinela::state
