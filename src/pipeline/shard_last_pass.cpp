// What the latest pass thought of a position; a look back that changes nothing.
#include "centinela/detectors/detectors.h"

#include "row_finisher.h"
#include "shard_work.h"

#include <algorithm>

namespace centinela::pipeline {

LastPass Shard::last_pass(const Position& position) {
  LastPass last;
  const auto found =
      std::find_if(work_->pending.begin(), work_->pending.end(), [&](const Pending& pending) {
        return pending.event != nullptr && pending.position == position;
      });
  if (found == work_->pending.end()) {
    return last;
  }
  const Event& event = *found->event;
  last.was_judged = true;
  last.is_heartbeat = event.action == Action::heartbeat;
  last.log_time = found->log_time;
  last.sequence = found->sequence;
  last.tenant = found->tenant;
  last.principal = found->principal;
  RowFinisher finisher;
  if (found->row >= 0 && models_->forest) {
    finisher = {&*models_->forest, work_->row(static_cast<std::size_t>(found->row))};
  }
  for (std::uint32_t i = found->evidence_begin; i < found->evidence_end; ++i) {
    last.evidence.push_back(work_->evidence[i]);
    RowFinisher::finish(&finisher, last.evidence.back());
  }
  last.data_subjects = event.data_subject_total;
  state::PrincipalState* principal =
      world_.principals.find({EntityType::principal, event.tenant, event.principal.id.value()});
  for (const DataSubjectToken data_subject : event.data_subjects) {
    const state::DayMark* mark = principal == nullptr || !event.opens()
                                     ? nullptr
                                     : principal->subjects_today.find(data_subject);
    if (mark != nullptr) {
      last.accesses.push_back({static_cast<double>(mark->unexplained), mark->is_resolved});
    }
  }
  return last;
}

std::vector<detectors::Evidence> Shard::settled_evidence(const Position& position) const {
  std::vector<detectors::Evidence> settled;
  for (const Pending& pending : work_->pending) {
    const bool is_settled = pending.event == nullptr && pending.days_begin < 0;
    for (std::uint32_t i = pending.evidence_begin; is_settled && i < pending.evidence_end; ++i) {
      if (work_->evidence[i].position == position) {
        settled.push_back(work_->evidence[i]);
        detectors::finish(settled.back());
      }
    }
  }
  return settled;
}

std::vector<state::Explained> Shard::settled_now(const Position& position) const {
  std::vector<state::Explained> settled;
  for (const state::ResolvedAccess& resolved : work_->resolved) {
    if (resolved.access.position == position) {
      settled.push_back(resolved.explained);
    }
  }
  return settled;
}

}  // namespace centinela::pipeline
