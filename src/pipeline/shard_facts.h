// What a judgement says of its tenant and its principal. Floor 8, private to pipeline.
#pragma once

#include "centinela/alerting/judgement.h"
#include "centinela/detectors/input.h"
#include "centinela/state/world.h"

namespace centinela::pipeline {

[[nodiscard]] alerting::TenantFacts facts_of(const state::TenantState& tenant,
                                             TenantToken id,
                                             PrincipalKind kind) noexcept;
[[nodiscard]] alerting::PrincipalFacts facts_of(const state::PrincipalState& principal,
                                                std::uint64_t id) noexcept;
// Weak signals of the principal itself; the forest and the risk repeat what others say.
void note_risk(state::PrincipalState& principal,
               const state::EntityKey& key,
               const detectors::EvidenceList& list);

}  // namespace centinela::pipeline
