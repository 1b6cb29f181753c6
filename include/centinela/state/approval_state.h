// Approvals on record for one principal as a whole: changes, jobs, releases. Floor 3, plain data.
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

struct ApprovalState {
  FixedVector<Approval, 6> approvals;  // the oldest makes room

  void record(const ContextRecord& record) noexcept {
    if (approvals.full()) {
      approvals.erase_at(0);
    }
    constexpr Duration usual = std::chrono::days{30};
    const bool has_end = record.valid_to > record.valid_from;
    approvals.push_back(
        {record.change, record.valid_from, has_end ? record.valid_to : record.valid_from + usual});
  }
  [[nodiscard]] bool covers(EventTime time) const noexcept {
    constexpr Duration slack = std::chrono::minutes{30};
    for (const Approval& approval : approvals) {
      if (time >= approval.from - slack && time <= approval.to) {
        return true;
      }
    }
    return false;
  }

  template <class Archive>
  void describe(Archive& archive) {
    archive(approvals);
  }
};

}  // namespace centinela::state
