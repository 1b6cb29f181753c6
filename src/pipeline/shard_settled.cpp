// What is judged when time has passed: accesses whose grace is over, and the closed days of
// cohorts.
#include "centinela/detectors/detectors.h"
#include "centinela/pipeline/shard.h"

#include "shard_facts.h"
#include "shard_work.h"

namespace centinela::pipeline {

using detectors::EvidenceList;

void Shard::judge_settled(std::uint64_t sequence, const Position& position) {
  work_->resolved.clear();
  state::resolve_pending(world_, settings_.observe, work_->resolved);
  for (const state::ResolvedAccess& resolved : work_->resolved) {
    const bool is_explained = resolved.explained.strength >= state::strength_settled;
    ++(is_explained ? counters_.settled_explained : counters_.settled_unexplained);
    state::PrincipalState* principal = world_.principals.find(resolved.access.principal);
    const state::TenantState& tenant =
        world_.tenants.touch({EntityType::cohort, resolved.access.principal.tenant, 0});
    // Where nothing was ever explained, the tenant lacks the data, not the reasons.
    const bool is_odd = !is_explained || resolved.hot.related > 1;
    if (!is_odd || principal == nullptr || tenant.explained <= 0) {
      continue;
    }
    const state::GroupPath path = state::group_path(
        resolved.access.principal.tenant, principal->kind, principal->role, principal->team);
    EvidenceList evidence;
    const detectors::JustificationInput settled{resolved,
                                                *principal,
                                                world_.groups.touch(path, principal->kind),
                                                settings_.detectors,
                                                world_.log_time};
    if (!is_explained) {
      detectors::unjustified_access(settled, evidence);
      detectors::slow_drip_today(settled, evidence);
      detectors::hot_record(settled, evidence);
    }
    detectors::relationship_snoop(settled, evidence);
    detectors::drop_disabled(settings_.detectors, evidence);
    note_risk(*principal, resolved.access.principal, evidence);
    for (const detectors::Evidence& one : evidence) {
      note_stretch(resolved.access.principal, resolved.access.time, one.p_value);
    }
    Pending pending;
    pending.sequence = sequence;
    pending.log_time = world_.log_time;
    pending.position = position;
    pending.tenant = facts_of(tenant, resolved.access.principal.tenant, principal->kind);
    pending.principal = facts_of(*principal, resolved.access.principal.id);
    pending.evidence_begin = static_cast<std::uint32_t>(work_->evidence.size());
    work_->evidence.insert(work_->evidence.end(), evidence.begin(), evidence.end());
    pending.evidence_end = static_cast<std::uint32_t>(work_->evidence.size());
    pending.closed_end = static_cast<std::uint32_t>(work_->closed.size());
    work_->add_visitors(world_, resolved, pending);
    work_->pending.push_back(pending);
  }
  judge_cohorts(sequence, position);
}

// Explanations that came late: what is left of the day is judged again. One record may speak for a
// whole day of one principal, so the day is judged once, by the last of its accesses.
void Shard::judge_retracted(std::uint64_t sequence, const Position& position) {
  const std::vector<state::ResolvedAccess>& all = work_->retracted;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const state::ResolvedAccess& access = all[i];
    state::PrincipalState* principal = world_.principals.find(access.access.principal);
    if (principal == nullptr) {
      continue;
    }
    const TenantToken tenant = access.access.principal.tenant;
    const state::GroupPath path =
        state::group_path(tenant, principal->kind, principal->role, principal->team);
    const detectors::JustificationInput again{access,
                                              *principal,
                                              world_.groups.touch(path, principal->kind),
                                              settings_.detectors,
                                              world_.log_time,
                                              true};
    EvidenceList evidence;
    detectors::unjustified_access(again, evidence);
    const bool is_last = i + 1 == all.size() ||
                         all[i + 1].access.principal != access.access.principal ||
                         all[i + 1].access.day != access.access.day;
    if (is_last) {
      detectors::slow_drip_today(again, evidence);
    }
    detectors::hot_record(again, evidence);
    detectors::drop_disabled(settings_.detectors, evidence);
    Pending pending;
    pending.is_retraction = true;
    pending.sequence = sequence;
    pending.log_time = world_.log_time;
    pending.position = position;
    pending.tenant =
        facts_of(world_.tenants.touch({EntityType::cohort, tenant, 0}), tenant, principal->kind);
    pending.principal = facts_of(*principal, access.access.principal.id);
    pending.evidence_begin = static_cast<std::uint32_t>(work_->evidence.size());
    work_->evidence.insert(work_->evidence.end(), evidence.begin(), evidence.end());
    pending.evidence_end = static_cast<std::uint32_t>(work_->evidence.size());
    pending.closed_end = static_cast<std::uint32_t>(work_->closed.size());
    work_->pending.push_back(pending);
  }
}

void Shard::judge_cohorts(std::uint64_t sequence, const Position& position) {
  work_->surges.clear();
  state::close_cohort_days(world_, settings_.cohorts, work_->surges);
  for (const state::CohortSurge& surge : work_->surges) {
    EvidenceList evidence;
    detectors::cohort_surge(surge, world_.log_time, evidence);
    detectors::drop_disabled(settings_.detectors, evidence);
    const TenantToken tenant = surge.cohort.tenant;
    Pending pending;
    pending.sequence = sequence;
    pending.log_time = world_.log_time;
    pending.position = position;
    pending.tenant = facts_of(
        world_.tenants.touch({EntityType::cohort, tenant, 0}), tenant, PrincipalKind::human);
    pending.principal.kind = PrincipalKind::human;
    pending.principal.role = surge.role;
    pending.evidence_begin = static_cast<std::uint32_t>(work_->evidence.size());
    work_->evidence.insert(work_->evidence.end(), evidence.begin(), evidence.end());
    pending.evidence_end = static_cast<std::uint32_t>(work_->evidence.size());
    pending.closed_end = static_cast<std::uint32_t>(work_->closed.size());
    pending.witness_begin = static_cast<std::uint32_t>(work_->witnesses.size());
    for (const state::CohortMember& member : surge.loudest) {
      if (member.z > 0) {
        work_->witnesses.push_back({member.principal, member.position});
      }
    }
    pending.witness_end = static_cast<std::uint32_t>(work_->witnesses.size());
    work_->pending.push_back(pending);
  }
}

}  // namespace centinela::pipeline
