// EntityKey: what we keep state for, within one tenant. Floor 3, plain value.
#pragma once

#include "centinela/base/hash.h"
#include "centinela/event/alert.h"
#include "centinela/event/token.h"

#include <cstdint>

namespace centinela::state {

struct EntityKey {
  EntityType type = EntityType::principal;
  TenantToken tenant;
  std::uint64_t id = 0;  // the token of the entity, or a hash of the several that make it

  friend bool operator==(const EntityKey&, const EntityKey&) = default;

  [[nodiscard]] std::uint64_t hash() const noexcept {
    return hash_combine(hash_combine(static_cast<std::uint64_t>(type), tenant.value()), id);
  }

  template <class Archive>
  void describe(Archive& archive) {
    archive(type, tenant, id);
  }
};

// Absent roles and teams are values of their own: a producer that never sends them has one group.
[[nodiscard]] inline std::uint64_t pair_id(std::uint64_t a, std::uint64_t b) noexcept {
  return hash_combine(a, b);
}

}  // namespace centinela::state
