// Founds the tenants, hires the people and installs the machines of a world.
#include "simulator/world.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace centinela::simulator {
namespace {

constexpr std::uint32_t team_size_max = 36;
constexpr std::array<std::string_view, 3> tenant_names{"acme", "boreal", "cumbre"};

struct TeamKind {
  Role role;
  double share;  // of a tenant's people
  std::string_view prefix;
  double cases_low;
  double cases_high;
  double without_ticket_low;
  double without_ticket_high;
};

constexpr std::array<TeamKind, 9> team_kinds{{
    {Role::agent_l1, 0.50, "AGE", 30, 65, 0.04, 0.08},
    {Role::billing_agent, 0.15, "BIL", 25, 50, 0.03, 0.08},
    {Role::agent_l2, 0.12, "ESC", 15, 28, 0.03, 0.07},
    {Role::fraud_analyst, 0.05, "FRD", 20, 32, 0.04, 0.08},
    {Role::quality_reviewer, 0.04, "QUA", 25, 40, 0.02, 0.05},
    {Role::privacy_officer, 0.02, "PRV", 3, 6, 0.01, 0.03},
    {Role::marketing_analyst, 0.06, "MKT", 6, 12, 0, 0},
    {Role::engineer, 0.04, "ENG", 3, 7, 0, 0},
    {Role::manager, 0.02, "MAN", 4, 8, 0.06, 0.10},
}};

constexpr std::array<Queue, 5> agent_queues{
    Queue::orders, Queue::delivery, Queue::returns, Queue::accounts, Queue::general};
constexpr std::array<int, 4> shift_starts{8 * 60, 9 * 60, 13 * 60, 22 * 60};

class Founder {
 public:
  Founder(const Profile& profile, std::uint64_t seed) : rng_(hash_combine(seed, 0xF0)) {
    world_.profile = profile;
    world_.seed = seed;
  }

  World build() && {
    for (TenantIndex t = 0; t < world_.profile.tenants; ++t) {
      found_tenant(t);
    }
    return std::move(world_);
  }

 private:
  [[nodiscard]] std::uint32_t share(std::uint32_t total, TenantIndex tenant) const noexcept {
    const std::uint32_t n = world_.profile.tenants;
    return total / n + (tenant < total % n ? 1 : 0);
  }

  void found_tenant(TenantIndex t) {
    const Profile& profile = world_.profile;
    const std::uint32_t people = share(profile.humans, t);
    world_.tenants.push_back({.name = std::string(tenant_names.at(t % tenant_names.size())),
                              .customers = std::max(20'000U, people * 400),
                              .producers = {},
                              .teams = {},
                              .principals = {}});
    for (const TeamKind& kind : team_kinds) {
      const auto members = static_cast<std::uint32_t>(std::lround(kind.share * people));
      hire_department(t, kind, std::max(members, people >= 40 ? 2U : 1U));
    }
    install(t, Role::chatbot, share(profile.bots, t), "bot");
    install(t, Role::assistant, share(profile.assistants, t), "agent");
    install_services(t, share(profile.services, t));
    install_vendors(t, share(profile.vendors, t));
    install_producers(t);
    if (profile.look_alikes) {
      hire_class(t);
      rename_somebody(t);
    }
  }

  // A class of new hires that starts together, and one person who gets a second account by
  // marriage.
  void hire_class(TenantIndex t) {
    const TeamIndex team = world_.tenants[t].teams.front();
    const std::size_t size = std::min<std::size_t>(30, 2 + world_.profile.humans / 40);
    for (std::size_t i = 0; i < size; ++i) {
      hire(team);
      Principal& person = world_.principals.back();
      person.until = 0;
      person.notice = 0;
      person.since = utc_day(world_.profile.judged_from()) + 1;
    }
  }

  void rename_somebody(TenantIndex t) {
    const auto& team = world_.teams[world_.tenants[t].teams.front()];
    Principal alias = world_.principals[team.members.front()];
    alias.id = fmt::format("u-{}", 1000 + world_.principals.size());
    alias.since = utc_day(world_.profile.judged_from()) + 3;
    alias.alias_of = team.members.front();
    add(std::move(alias));
  }

  void hire_department(TenantIndex t, const TeamKind& kind, std::uint32_t members) {
    const std::uint32_t teams = (members + team_size_max - 1) / team_size_max;
    for (std::uint32_t i = 0; i < teams; ++i) {
      const TeamIndex team = found_team(t, kind, i);
      const std::uint32_t size = members / teams + (i < members % teams ? 1 : 0);
      for (std::uint32_t m = 0; m < size; ++m) {
        hire(team);
      }
    }
  }

  TeamIndex found_team(TenantIndex t, const TeamKind& kind, std::uint32_t number) {
    const auto index = static_cast<TeamIndex>(world_.teams.size());
    const bool takes_calls = kind.role == Role::agent_l1;
    const bool small = world_.profile.humans < 80;
    const auto site = static_cast<SiteIndex>(small ? (index + t) % 2 : index % sites().size());
    // One team in twenty works at night, where there are enough of them.
    const std::size_t shift = takes_calls && number % 20 == 7 ? 3 : (takes_calls ? number % 3 : 1);
    Team team{.name = fmt::format("{}-{}{}", sites()[site].name, kind.prefix, number + 1),
              .tenant = t,
              .role = kind.role,
              .site = site,
              .queue = kind.role == Role::billing_agent ? Queue::billing
                       : takes_calls ? agent_queues.at(number % agent_queues.size())
                                     : Queue::general,
              .cases_per_day = between(kind.cases_low, kind.cases_high),
              .dispersion = between(6, 30),
              .without_ticket = between(kind.without_ticket_low, kind.without_ticket_high),
              .shift_start = shift_starts.at(shift),
              .keeps_tickets =
                  !(world_.profile.temper.team_without_tickets && takes_calls && number == 0),
              .members = {}};
    world_.teams.push_back(std::move(team));
    world_.tenants[t].teams.push_back(index);
    return index;
  }

  void hire(TeamIndex team_index) {
    const Team& team = world_.teams[team_index];
    Principal person = blank(team.tenant, Kind::human, team.role);
    person.id = fmt::format("u-{}", 1000 + world_.principals.size());
    person.team = team_index;
    person.site = team.site;
    person.pace = std::exp(0.22 * rng_.normal());
    person.shift_offset = static_cast<int>(rng_.below(5)) * 15 - 30;
    const bool at_warehouse = team.role == Role::marketing_analyst || team.role == Role::engineer;
    person.app = at_warehouse ? App::sql_client : App::agent_desktop;
    employ(person);
    settle(person);
    add(std::move(person));
  }

  // Most have been there for long. Of twenty-five, two come while the world is watched (one of them
  // in its judged days), one gives notice during it, and one leaves early in it.
  void employ(Principal& person) {
    const std::int64_t first = utc_day(world_.profile.start);
    const auto draw = [&](int days) {
      return static_cast<std::int64_t>(rng_.below(static_cast<std::uint64_t>(std::max(1, days))));
    };
    const int warm_up = world_.profile.warm_up_days;
    switch (hired_++ % 25) {
      case 7:
        person.since = first + warm_up / 2 + draw(world_.profile.days - warm_up / 2);
        break;
      case 19:
        person.since = first + warm_up - 2 + draw(world_.profile.days - warm_up - 5);
        break;
      case 13:
        person.until = first + warm_up + draw(2 * world_.profile.days - warm_up);
        person.notice = person.until - 20;
        break;
      case 14:
        person.until = first + 2 + draw(warm_up * 2 / 3);
        person.notice = person.until - 20;
        break;
      default:
        break;
    }
  }

  void settle(Principal& person) {
    const Site& site = sites()[person.site];
    // A quarter lives in the country's other city of the table.
    const PlaceIndex other = site.place == 7 ? 8 : static_cast<PlaceIndex>(site.place + 1);
    const PlaceIndex lives = site.name != "DUB" && rng_.uniform() < 0.25 ? other : site.place;
    const std::uint32_t provider = places()[lives].providers.at(rng_.below(3));
    person.home = {address_in(provider, rng_.next()), provider, lives};
    const std::uint32_t office = network::office - person.site - 8 * person.tenant;
    // People of one office leave by few addresses.
    person.office = {address_in(office, rng_.below(3)), office, site.place};
    person.home_share = rng_.uniform() < 0.5 ? 0.0 : between(0.2, 0.9);
  }

  [[nodiscard]] Principal blank(TenantIndex t, Kind kind, Role role) {
    const std::int64_t first = utc_day(world_.profile.start);
    Principal who{};
    who.tenant = t;
    who.team = nobody;
    who.kind = kind;
    who.role = role;
    who.since = first - 60 - static_cast<std::int64_t>(rng_.below(2200));
    who.pace = 1;
    who.device = static_cast<std::uint32_t>(rng_.below(1U << 30U)) + 1;
    return who;
  }

  PrincipalIndex add(Principal person) {
    const auto index = static_cast<PrincipalIndex>(world_.principals.size());
    world_.tenants[person.tenant].principals.push_back(index);
    if (person.team != nobody) {
      world_.teams[person.team].members.push_back(index);
    }
    world_.principals.push_back(std::move(person));
    return index;
  }

  void install(TenantIndex t, Role role, std::uint32_t count, std::string_view prefix) {
    constexpr std::array<std::string_view, 6> duties{
        "orders", "refund", "delivery", "billing", "account", "welcome"};
    for (std::uint32_t i = 0; i < count; ++i) {
      const bool is_bot = role == Role::chatbot;
      Principal machine = blank(t, is_bot ? Kind::bot : Kind::agent, role);
      machine.id =
          fmt::format("{}-{}-{}", duties.at(i % duties.size()), prefix, 1 + i / duties.size());
      machine.pace = std::exp(0.4 * rng_.normal());
      machine.app = is_bot ? App::chat_runtime : App::agent_runtime;
      host(machine, network::cloud);
      add(std::move(machine));
    }
  }

  void host(Principal& machine, std::uint32_t autonomous_system) {
    machine.office = {address_in(autonomous_system, rng_.next()), autonomous_system, 10};
    machine.home = machine.office;
    machine.device = 0;
  }

  void install_services(TenantIndex t, std::uint32_t count) {
    constexpr std::array<Role, 4> roles{
        Role::nightly_job, Role::voice_pipeline, Role::hourly_sync, Role::partner_key};
    for (std::uint32_t i = 0; i < count; ++i) {
      const Role role = roles.at(i % roles.size());
      const bool is_key = role == Role::partner_key;
      Principal machine = blank(t, is_key ? Kind::api_key : Kind::service, role);
      machine.id = fmt::format("{}-{}", is_key ? "key" : "svc", 10 + world_.principals.size());
      machine.pace = std::exp(0.5 * rng_.normal());
      machine.app = is_key                         ? App::oauth_api
                    : role == Role::voice_pipeline ? App::voice_runtime
                                                   : App::job_runner;
      machine.client = is_key ? static_cast<std::uint16_t>(100 + i) : std::uint16_t{0};
      host(machine, is_key ? network::partner : network::cloud);
      add(std::move(machine));
    }
  }

  void install_vendors(TenantIndex t, std::uint32_t count) {
    for (std::uint32_t i = 0; i < count; ++i) {
      const bool is_person = i % 3 == 2;
      Principal vendor =
          blank(t, Kind::vendor, is_person ? Role::vendor_engineer : Role::vendor_client);
      vendor.id = fmt::format("v-{}", 10 + world_.principals.size());
      vendor.pace = std::exp(0.4 * rng_.normal());
      vendor.client = static_cast<std::uint16_t>(200 + i);
      vendor.app = is_person ? App::web_console : App::oauth_api;
      const std::uint32_t own_network = 64'000 + 10 * t + i;
      host(vendor, own_network);
      vendor.device = is_person ? static_cast<std::uint32_t>(rng_.below(1U << 30U)) + 1 : 0;
      vendor.site = is_person ? SiteIndex{3} : SiteIndex{0};
      add(std::move(vendor));
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
      Principal daemon = blank(t, Kind::service, Role::producer_daemon);
      daemon.id = fmt::format("{}-daemon", name);
      daemon.app = App::job_runner;
      host(daemon, network::cloud);
      const PrincipalIndex account = add(std::move(daemon));
      const bool is_hourly = world_.profile.temper.hourly_producer && name == "crm-2";
      world_.tenants[t].producers.push_back(static_cast<ProducerIndex>(world_.producers.size()));
      world_.producers.push_back({.tenant = t,
                                  .kind = kind,
                                  .name = std::string(name),
                                  .daemon = account,
                                  .is_hourly = is_hourly});
    }
  }

  double between(double low, double high) noexcept { return low + (high - low) * rng_.uniform(); }

  World world_{};
  std::uint64_t hired_ = 0;
  Rng rng_;
};

}  // namespace

World build_world(const Profile& profile, std::uint64_t seed) {
  return Founder(profile, seed).build();
}

}  // namespace centinela::simulator
