// World: the standing facts of a simulated platform: tenants, teams, principals, producers and
// customers. Floor 9; constant once built, so it may be shared.
//
// Customers are not stored: what is known of a customer is a function of the number and the seed.
#pragma once

#include "centinela/base/hash.h"
#include "centinela/base/rng.h"
#include "centinela/base/time.h"

#include "simulator/geography.h"
#include "simulator/profile.h"
#include "simulator/resources.h"
#include "simulator/words.h"

#include <cstdint>
#include <string>
#include <vector>

namespace centinela::simulator {

using TenantIndex = std::uint32_t;
using TeamIndex = std::uint32_t;
using PrincipalIndex = std::uint32_t;
using ProducerIndex = std::uint32_t;
// Customers count from 1 within their tenant; 0 is nobody.
using Customer = std::uint32_t;

inline constexpr PrincipalIndex nobody = 0xFFFFFFFFU;

enum class ProducerKind : std::uint8_t {
  crm,
  chat,
  gateway,
  voice,
  warehouse,
  vendor_api,
  identity
};

struct Producer {
  TenantIndex tenant;
  ProducerKind kind;
  std::string name;
  PrincipalIndex daemon;  // the account under which it sends its heartbeat
  bool is_hourly;
};

struct Tenant {
  std::string name;
  Customer customers;
  std::vector<ProducerIndex> producers;
  std::vector<TeamIndex> teams;
  std::vector<PrincipalIndex> principals;
};

struct Team {
  std::string name;
  TenantIndex tenant;
  Role role;
  SiteIndex site;
  Queue queue;
  double cases_per_day;   // mean of a member, distinct customers
  double dispersion;      // r of the negative binomial of a member's day
  double without_ticket;  // share of innocent cases without one
  int shift_start;        // minutes after local midnight
  bool keeps_tickets;
  std::vector<PrincipalIndex> members;
};

struct Network {
  std::uint32_t address;
  std::uint32_t autonomous_system;
  PlaceIndex place;
};

struct Principal {
  std::string id;
  TenantIndex tenant;
  TeamIndex team;
  Kind kind;
  Role role;
  SiteIndex site;
  std::int64_t since;   // civil day
  std::int64_t until;   // civil day; 0 = open-ended
  std::int64_t notice;  // civil day from which `until` is known; 0 = never
  double pace;          // multiplies the team's mean
  int shift_offset;     // minutes from the team's start
  std::uint32_t device;
  App app;
  std::uint16_t client;  // registered client of a vendor or key, 0 = none
  Network home;
  Network office;
  double home_share;                 // of working days
  PrincipalIndex alias_of = nobody;  // a second account of that person; does nothing of its own
};

struct World {
  Profile profile;
  std::uint64_t seed;
  std::vector<Tenant> tenants;
  std::vector<Team> teams;
  std::vector<Principal> principals;
  std::vector<Producer> producers;

  // A number that depends on the seed and the two keys only.
  [[nodiscard]] std::uint64_t draw(std::uint64_t a, std::uint64_t b) const noexcept {
    return hash_combine(hash_combine(seed, a), b);
  }
  [[nodiscard]] double chance(std::uint64_t a, std::uint64_t b) const noexcept {
    return unit_interval(draw(a, b));
  }

  [[nodiscard]] bool is_canary(TenantIndex tenant, Customer customer) const noexcept;
  [[nodiscard]] bool is_vip(TenantIndex tenant, Customer customer) const noexcept;
  [[nodiscard]] bool refuses_marketing(TenantIndex tenant, Customer customer) const noexcept;
  // The customer of the same household that may be spoken for, or 0.
  [[nodiscard]] Customer partner(TenantIndex tenant, Customer customer) const noexcept;
  [[nodiscard]] Customer canary(TenantIndex tenant, std::uint64_t which) const noexcept;
  // Any customer but a canary.
  [[nodiscard]] Customer any_customer(TenantIndex tenant, Rng& rng) const noexcept;
  // The producer that records what this principal does.
  [[nodiscard]] ProducerIndex producer_of(PrincipalIndex principal) const noexcept;
  [[nodiscard]] ProducerIndex producer(TenantIndex tenant,
                                       ProducerKind kind,
                                       std::uint64_t spread = 0) const noexcept;
  [[nodiscard]] const Site& site_of(const Principal& principal) const noexcept {
    return sites()[principal.site];
  }
};

[[nodiscard]] World build_world(const Profile& profile, std::uint64_t seed);

// An address of the network of that autonomous system, spread by a number.
[[nodiscard]] std::uint32_t address_in(std::uint32_t autonomous_system,
                                       std::uint64_t spread) noexcept;

// Principals that are people at desks, with shifts.
[[nodiscard]] constexpr bool is_human(Role role) noexcept {
  return role <= Role::manager;
}

}  // namespace centinela::simulator
