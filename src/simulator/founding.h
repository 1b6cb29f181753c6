// What the founders of a world share; for world_builder.cpp and world_machines.cpp alone. Floor 9.
#pragma once

#include "simulator/world.h"

namespace centinela::simulator {

// A tenant's part of a number that all tenants share.
[[nodiscard]] std::uint32_t share_of(std::uint32_t total,
                                     const World& world,
                                     TenantIndex tenant) noexcept;

// Somebody or something that has been there for a while, without team, network or name.
[[nodiscard]] Principal blank_principal(
    const World& world, Rng& rng, TenantIndex tenant, Kind kind, Role role);

// Enters the principal in the books of its tenant and team.
PrincipalIndex add_principal(World& world, Principal principal);

// Bots, agents, services, vendors and the producers of a tenant.
void install_machines(World& world, Rng& rng, TenantIndex tenant);

}  // namespace centinela::simulator
