// Founds the tenants and hires the people of a world.
#include "simulator/founding.h"

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
  void found_tenant(TenantIndex t) {
    const Profile& profile = world_.profile;
    const std::uint32_t people = share_of(profile.humans, world_, t);
    world_.tenants.push_back({.name = std::string(tenant_names.at(t % tenant_names.size())),
                              .customers = std::max(20'000U, people * 400),
                              .producers = {},
                              .teams = {},
                              .principals = {}});
    for (const TeamKind& kind : team_kinds) {
      const auto members = static_cast<std::uint32_t>(std::lround(kind.share * people));
      hire_department(t, kind, std::max(members, people >= 40 ? 2U : 1U));
    }
    install_machines(world_, rng_, t);
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
    add_principal(world_, std::move(alias));
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
    Principal person = blank_principal(world_, rng_, team.tenant, Kind::human, team.role);
    person.id = fmt::format("u-{}", 1000 + world_.principals.size());
    person.team = team_index;
    person.site = team.site;
    person.pace = std::exp(0.22 * rng_.normal());
    person.shift_offset = static_cast<int>(rng_.below(5)) * 15 - 30;
    const bool at_warehouse = team.role == Role::marketing_analyst || team.role == Role::engineer;
    person.app = at_warehouse ? App::sql_client : App::agent_desktop;
    employ(person);
    settle(person);
    add_principal(world_, std::move(person));
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
