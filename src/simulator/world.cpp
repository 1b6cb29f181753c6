#include "simulator/world.h"

namespace centinela::simulator {
namespace {

// Salts of the customers' hashed traits.
constexpr std::uint64_t vip_salt = 0x71;
constexpr std::uint64_t marketing_salt = 0x72;
constexpr std::uint64_t household_salt = 0x73;
constexpr Customer canaries_per_tenant = 20;

// Canaries lie evenly among the numbers, so that nothing in a number gives them away.
Customer canary_stride(const Tenant& tenant) noexcept {
  return tenant.customers / canaries_per_tenant;
}
Customer canary_phase(const World& world, TenantIndex tenant) noexcept {
  return static_cast<Customer>(world.draw(tenant, 0x74) % canary_stride(world.tenants[tenant]));
}

ProducerKind producer_kind(const Principal& principal) noexcept {
  switch (principal.role) {
    case Role::chatbot:
      return ProducerKind::chat;
    case Role::assistant:
      return ProducerKind::gateway;
    case Role::voice_pipeline:
      return ProducerKind::voice;
    case Role::marketing_analyst:
    case Role::engineer:
    case Role::hourly_sync:
    case Role::nightly_job:
      return ProducerKind::warehouse;
    case Role::partner_key:
    case Role::vendor_client:
      return ProducerKind::vendor_api;
    default:
      return ProducerKind::crm;
  }
}

}  // namespace

bool World::is_canary(TenantIndex tenant, Customer customer) const noexcept {
  return customer % canary_stride(tenants[tenant]) == canary_phase(*this, tenant);
}

bool World::is_vip(TenantIndex tenant, Customer customer) const noexcept {
  return chance(hash_combine(vip_salt, tenant), customer) < 0.01;
}

bool World::refuses_marketing(TenantIndex tenant, Customer customer) const noexcept {
  return chance(hash_combine(marketing_salt, tenant), customer) < 0.45;
}

Customer World::partner(TenantIndex tenant, Customer customer) const noexcept {
  const Customer other = customer ^ 1U;
  const bool is_household = chance(hash_combine(household_salt, tenant), customer | 1U) < 0.25;
  const bool exists = other >= 1 && other <= tenants[tenant].customers;
  return is_household && exists && !is_canary(tenant, other) ? other : 0;
}

Customer World::canary(TenantIndex tenant, std::uint64_t which) const noexcept {
  const Customer stride = canary_stride(tenants[tenant]);
  // The first multiple may be 0, which is nobody; from the second on all exist.
  const auto at = static_cast<Customer>(1 + which % (canaries_per_tenant - 2));
  return at * stride + canary_phase(*this, tenant);
}

Customer World::any_customer(TenantIndex tenant, Rng& rng) const noexcept {
  for (;;) {
    const auto customer = static_cast<Customer>(1 + rng.below(tenants[tenant].customers));
    if (!is_canary(tenant, customer)) {
      return customer;
    }
  }
}

ProducerIndex World::producer_of(PrincipalIndex principal) const noexcept {
  const Principal& who = principals[principal];
  return producer(who.tenant, producer_kind(who), principal);
}

ProducerIndex World::producer(TenantIndex tenant,
                              ProducerKind kind,
                              std::uint64_t spread) const noexcept {
  ProducerIndex found = tenants[tenant].producers.front();
  std::uint64_t seen = 0;
  for (const ProducerIndex index : tenants[tenant].producers) {
    // Two producers of one kind share its principals.
    if (producers[index].kind == kind && (seen++ == 0 || spread % 2 == 1)) {
      found = index;
    }
  }
  return found;
}

std::uint32_t address_in(std::uint32_t autonomous_system, std::uint64_t spread) noexcept {
  const std::uint64_t network = mix64(autonomous_system);
  const auto first = static_cast<std::uint32_t>(24 + network % 180);
  const auto second = static_cast<std::uint32_t>((network >> 16U) % 256);
  const auto rest = static_cast<std::uint32_t>(mix64(spread) % 65'000) + 256;
  return (first << 24U) | (second << 16U) | rest;
}

}  // namespace centinela::simulator
