// What AI agents have at hand and for whom they read: the data of D30 and D31. Floor 3, plain data.
#pragma once

#include "centinela/event/event.h"
#include "centinela/state/intent_state.h"

#include <cstdint>

namespace centinela::state {

// One tool of one agent.
struct ToolState {
  bool is_known = false;
  PrincipalToken owner;
  WordToken version;  // hash of its description or schema; absent where never told
  EventTime first;
  EventTime changed;              // last time that it was new or another version
  bool awaits_sensitive = false;  // no sensitive read since then
  Position changed_at;

  template <class Archive>
  void describe(Archive& archive) {
    archive(is_known, version, first, changed, awaits_sensitive);
    archive(changed_at.partition, changed_at.offset, changed_at.index, changed_at.topic);
    archive(changed_at.is_indexed, owner);
  }
};

// How often tools change in a tenant: the null of D30. Half-life 90 days.
struct SurfaceBook {
  double agent_days = 0;
  double changes = 0;
  std::int64_t day = INT64_MIN;

  void fade_to(std::int64_t today) noexcept;

  template <class Archive>
  void describe(Archive& archive) {
    archive(agent_days, changes, day);
  }
};

enum class SurfaceChange : std::uint8_t { none, new_tool, new_version, first_sensitive_read };

struct AgentSight {
  SurfaceChange surface = SurfaceChange::none;
  ToolState* tool = nullptr;
  double p_surface = 1;  // P(a change on an agent's day)
  // On behalf of somebody: the agent's own habit of what it reads for such roles.
  IntentState* delegation = nullptr;
  IntentState* all_delegations = nullptr;
  const struct PrincipalState* beneficiary = nullptr;
  std::uint64_t role_class = 0;
  bool is_new_role_class = false;  // in this conversation
  double beneficiary_p = 1;        // of reading that class, by the person's and its team's days
  double beneficiary_days = 0;
};

[[nodiscard]] inline EntityKey delegation_key(TenantToken tenant, std::uint64_t agent) noexcept {
  return {EntityType::cohort, tenant, pair_id(0xDE1E, agent)};
}

}  // namespace centinela::state
