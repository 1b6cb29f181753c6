#include "shard_facts.h"

#include "centinela/state/observe.h"

#include <cmath>

namespace centinela::pipeline {

using detectors::Evidence;
using detectors::EvidenceList;

alerting::TenantFacts facts_of(const state::TenantState& tenant,
                               TenantToken id,
                               PrincipalKind kind) noexcept {
  return {id,
          tenant.first_event,
          tenant.last_event,
          tenant.principals_by_kind[static_cast<std::size_t>(kind)]};
}

alerting::PrincipalFacts facts_of(const state::PrincipalState& principal,
                                  std::uint64_t id) noexcept {
  return {PrincipalToken{id}, principal.role, principal.team, principal.kind};
}

void note_risk(state::PrincipalState& principal,
               const state::EntityKey& key,
               const EvidenceList& list) {
  constexpr double weak_p = 0.01;
  for (const Evidence& evidence : list) {
    const bool repeats =
        evidence.family == detectors::Family::forest || evidence.family == detectors::Family::risk;
    // A first access in so many is a misfit in every kind of work: that adds up to nothing.
    const bool is_for_fusion = evidence.detector == detectors::DetectorId::community_misfit;
    if (evidence.p_value < weak_p && !repeats && !is_for_fusion && evidence.entity == key) {
      state::add_risk(principal,
                      static_cast<std::size_t>(evidence.family),
                      evidence.opportunity,
                      -std::log10(evidence.p_value) + std::log10(weak_p),
                      evidence.time);
    }
  }
}

}  // namespace centinela::pipeline
