#include "observe_parts.h"

namespace centinela::state {
namespace {

stats::MemberSums reasons_of(const PrincipalState& principal) noexcept {
  stats::MemberSums sums;
  sums.x = principal.justification.past_unexplained;
  sums.exposure = principal.justification.past_resolved;
  return sums;
}

struct Move {
  GroupPath from;
  GroupPath to;
  PrincipalKind kind;
};

// Out of the groups of `from`, into those of `to`. Where both paths share a group the two cancel.
void move_sums(World& world,
               const Move& move,
               PeerDelta::Kind what,
               const stats::MemberSums& sums) {
  PeerDelta leaves;
  leaves.kind = what;
  leaves.before = sums;
  world.groups.defer(move.from, move.kind, leaves);
  PeerDelta joins;
  joins.kind = what;
  joins.after = sums;
  world.groups.defer(move.to, move.kind, joins);
}

GroupPath grouped_path(const PrincipalState& principal, const EntityKey& key) noexcept {
  return group_path(
      key.tenant, principal.grouped_kind, principal.grouped_role, principal.grouped_team);
}

}  // namespace

void leave_groups(World& world, const PrincipalState& principal, const EntityKey& key) {
  const auto leave = [&](PeerDelta::Kind what, const stats::MemberSums& sums) {
    PeerDelta leaves;
    leaves.kind = what;
    leaves.before = sums;
    world.groups.defer(grouped_path(principal, key), principal.kind, leaves);
  };
  leave(PeerDelta::Kind::hour_member, principal.hour.sums);
  leave(PeerDelta::Kind::day_member, principal.day.sums);
  leave(PeerDelta::Kind::unexplained_member, reasons_of(principal));
}

void follow_group(World& world,
                  PrincipalState& principal,
                  const EntityKey& key,
                  const GroupPath& path) {
  const bool has_moved = principal.grouped_kind != principal.kind ||
                         principal.grouped_role != principal.role ||
                         principal.grouped_team != principal.team;
  if (!has_moved) {
    return;
  }
  if (principal.is_known) {
    const Move move{grouped_path(principal, key), path, principal.kind};
    move_sums(world, move, PeerDelta::Kind::hour_member, principal.hour.sums);
    move_sums(world, move, PeerDelta::Kind::day_member, principal.day.sums);
    move_sums(world, move, PeerDelta::Kind::unexplained_member, reasons_of(principal));
  }
  principal.grouped_kind = principal.kind;
  principal.grouped_role = principal.role;
  principal.grouped_team = principal.team;
}

}  // namespace centinela::state
