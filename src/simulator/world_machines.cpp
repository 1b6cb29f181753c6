// Installs the machines of a world: bots, agents, services, vendors and producers.
#include "simulator/founding.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <utility>

namespace centinela::simulator {
namespace {

class Installer {
 public:
  Installer(World& world, Rng& rng) noexcept : world_(&world), rng_(&rng) {}

  void install_all(TenantIndex t) {
    const Profile& profile = world_->profile;
    install(t, Role::chatbot, share_of(profile.bots, *world_, t), "bot");
    install(t, Role::assistant, share_of(profile.assistants, *world_, t), "agent");
    install_services(t, share_of(profile.services, *world_, t));
    install_vendors(t, share_of(profile.vendors, *world_, t));
    install_producers(t);
  }

 private:
  void install(TenantIndex t, Role role, std::uint32_t count, std::string_view prefix) {
    constexpr std::array<std::string_view, 6> duties{
        "orders", "refund", "delivery", "billing", "account", "welcome"};
    for (std::uint32_t i = 0; i < count; ++i) {
      const bool is_bot = role == Role::chatbot;
      Principal machine =
          blank_principal(*world_, *rng_, t, is_bot ? Kind::bot : Kind::agent, role);
      machine.id =
          fmt::format("{}-{}-{}", duties.at(i % duties.size()), prefix, 1 + i / duties.size());
      machine.pace = std::exp(0.4 * rng_->normal());
      machine.app = is_bot ? App::chat_runtime : App::agent_runtime;
      host(machine, network::cloud);
      add_principal(*world_, std::move(machine));
    }
  }

  void host(Principal& machine, std::uint32_t autonomous_system) {
    machine.office = {address_in(autonomous_system, rng_->next()), autonomous_system, 10};
    machine.home = machine.office;
    machine.device = 0;
  }

  void install_services(TenantIndex t, std::uint32_t count) {
    constexpr std::array<Role, 4> roles{
        Role::nightly_job, Role::voice_pipeline, Role::hourly_sync, Role::partner_key};
    for (std::uint32_t i = 0; i < count; ++i) {
      const Role role = roles.at(i % roles.size());
      const bool is_key = role == Role::partner_key;
      Principal machine =
          blank_principal(*world_, *rng_, t, is_key ? Kind::api_key : Kind::service, role);
      machine.id = fmt::format("{}-{}", is_key ? "key" : "svc", 10 + world_->principals.size());
      machine.pace = std::exp(0.5 * rng_->normal());
      machine.app = is_key                         ? App::oauth_api
                    : role == Role::voice_pipeline ? App::voice_runtime
                                                   : App::job_runner;
      machine.client = is_key ? static_cast<std::uint16_t>(100 + i) : std::uint16_t{0};
      host(machine, is_key ? network::partner : network::cloud);
      add_principal(*world_, std::move(machine));
    }
  }

  void install_vendors(TenantIndex t, std::uint32_t count) {
    for (std::uint32_t i = 0; i < count; ++i) {
      const bool is_person = i % 3 == 2;
      Principal vendor = blank_principal(
          *world_, *rng_, t, Kind::vendor, is_person ? Role::vendor_engineer : Role::vendor_client);
      vendor.id = fmt::format("v-{}", 10 + world_->principals.size());
      vendor.pace = std::exp(0.4 * rng_->normal());
      vendor.client = static_cast<std::uint16_t>(200 + i);
      vendor.app = is_person ? App::web_console : App::oauth_api;
      const std::uint32_t own_network = 64'000 + 10 * t + i;
      host(vendor, own_network);
      vendor.device = is_person ? static_cast<std::uint32_t>(rng_->below(1U << 30U)) + 1 : 0;
      vendor.site = is_person ? SiteIndex{3} : SiteIndex{0};
      add_principal(*world_, std::move(vendor));
    }
  }

  void install_producers(TenantIndex t) {
    constexpr std::array<std::pair<ProducerKind, std::string_view>, 8> kinds{{
        {ProducerKind::crm, "crm-1"},
        {ProducerKind::crm, "crm-2"},
        {ProducerKind::chat, "chat-1"},
        {ProducerKind::gateway, "tool-gateway-1"},
        {ProducerKind::voice, "voice-1"},
        {ProducerKind::warehouse, "warehouse-1"},
        {ProducerKind::vendor_api, "vendor-api-1"},
        {ProducerKind::identity, "identity-1"},
    }};
    for (const auto& [kind, name] : kinds) {
      Principal daemon = blank_principal(*world_, *rng_, t, Kind::service, Role::producer_daemon);
      daemon.id = fmt::format("{}-daemon", name);
      daemon.app = App::job_runner;
      host(daemon, network::cloud);
      const PrincipalIndex account = add_principal(*world_, std::move(daemon));
      const bool is_hourly = world_->profile.temper.hourly_producer && name == "crm-2";
      world_->tenants[t].producers.push_back(static_cast<ProducerIndex>(world_->producers.size()));
      world_->producers.push_back({.tenant = t,
                                   .kind = kind,
                                   .name = std::string(name),
                                   .daemon = account,
                                   .is_hourly = is_hourly});
    }
  }

  World* world_;
  Rng* rng_;
};

}  // namespace

std::uint32_t share_of(std::uint32_t total, const World& world, TenantIndex tenant) noexcept {
  const std::uint32_t n = world.profile.tenants;
  return total / n + (tenant < total % n ? 1 : 0);
}

Principal blank_principal(const World& world, Rng& rng, TenantIndex tenant, Kind kind, Role role) {
  Principal who{};
  who.tenant = tenant;
  who.team = nobody;
  who.kind = kind;
  who.role = role;
  who.since = utc_day(world.profile.start) - 60 - static_cast<std::int64_t>(rng.below(2200));
  who.pace = 1;
  who.device = static_cast<std::uint32_t>(rng.below(1U << 30U)) + 1;
  return who;
}

PrincipalIndex add_principal(World& world, Principal principal) {
  const auto index = static_cast<PrincipalIndex>(world.principals.size());
  world.tenants[principal.tenant].principals.push_back(index);
  if (principal.team != nobody) {
    world.teams[principal.team].members.push_back(index);
  }
  world.principals.push_back(std::move(principal));
  return index;
}

void install_machines(World& world, Rng& rng, TenantIndex tenant) {
  Installer(world, rng).install_all(tenant);
}

}  // namespace centinela::simulator
