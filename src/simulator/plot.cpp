#include "simulator/plot.h"

#include <algorithm>

namespace centinela::simulator {
namespace {

constexpr std::size_t subjects_noted_max = 2000;
constexpr std::size_t conversations_noted_max = 200;

}  // namespace

Planner::Planner(const World& world, std::uint64_t salt)
    : world_(&world), rng_(hash_combine(world.seed, salt)), used_(world.principals.size()) {}

void Planner::frame(TenantIndex tenant, EventTime from, EventTime to) noexcept {
  tenant_ = tenant;
  from_ = from;
  to_ = to;
}

bool Planner::is_present(PrincipalIndex who) const noexcept {
  return !presence_ || !is_human(world_->principals[who].role) ||
         is_on_shift(*world_, who, *presence_);
}

PrincipalIndex Planner::pick(Role role) {
  const std::int64_t established = utc_day(world_->profile.start);
  return pick_if([&](const Principal& principal) {
    return principal.role == role && principal.since < established && principal.until == 0;
  });
}

TeamIndex Planner::pick_team(Role role, std::size_t members) {
  const auto& teams = world_->tenants[tenant_].teams;
  const std::size_t first = rng_.below(teams.size());
  for (std::size_t i = 0; i < teams.size(); ++i) {
    const TeamIndex team = teams[(first + i) % teams.size()];
    if (world_->teams[team].role == role && unused_members(team).size() >= members) {
      return team;
    }
  }
  return nobody;
}

std::vector<PrincipalIndex> Planner::unused_members(TeamIndex team) const {
  std::vector<PrincipalIndex> members = world_->teams[team].members;
  std::erase_if(members, [&](PrincipalIndex who) { return is_used(who); });
  return members;
}

bool Planner::at_any_time(Plot& plot, Duration length) {
  const Duration room = (to_ - from_) - length;
  if (room.count() <= 0) {
    return false;
  }
  plot.start =
      from_ +
      Duration{static_cast<std::int64_t>(rng_.uniform() * static_cast<double>(room.count()))};
  plot.end = plot.start + length;
  return true;
}

bool Planner::on_shift(Plot& plot, PrincipalIndex who, Duration length) {
  if (!at_any_time(plot, std::max(length, one_day))) {
    return false;
  }
  EventTime begin = next_shift(*world_, who, plot.start, to_ - length);
  if (begin >= to_ - length) {
    begin = next_shift(*world_, who, from_, to_ - length);
  }
  plot.start = begin + Duration{static_cast<std::int64_t>(rng_.below(7'200'000))};
  plot.end = plot.start + length;
  return begin < to_ - length;
}

Duration Planner::hours(double low, double high) noexcept {
  return Duration{
      static_cast<std::int64_t>(between(low, high) * static_cast<double>(one_hour.count()))};
}

EventTime moment_of(Workbench& bench, const Plot& plot) {
  const EventTime first = std::max(bench.slot(), plot.start);
  const EventTime last = std::min(bench.slot() + slot_length, plot.end);
  const auto width = static_cast<double>(std::max<std::int64_t>(1, (last - first).count()));
  return first + Duration{static_cast<std::int64_t>(bench.rng().uniform() * width)};
}

std::int64_t count_at(Workbench& bench, const Plot& plot, double per_hour) {
  const EventTime first = std::max(bench.slot(), plot.start);
  const EventTime last = std::min(bench.slot() + slot_length, plot.end);
  const double hours =
      static_cast<double>((last - first).count()) / static_cast<double>(one_hour.count());
  return hours <= 0 ? 0 : bench.rng().poisson(per_hour * hours);
}

bool holds(const Workbench& bench, EventTime time) noexcept {
  return time >= bench.slot() && time < bench.slot() + slot_length;
}

void note_subject(Plot& plot, Customer customer) {
  if (customer != 0 && plot.data_subjects.size() < subjects_noted_max) {
    plot.data_subjects.push_back(customer);
  }
}

void note_conversation(Plot& plot, std::uint64_t conversation) {
  const bool is_new = plot.conversations.empty() || plot.conversations.back() != conversation;
  if (conversation != 0 && is_new && plot.conversations.size() < conversations_noted_max) {
    plot.conversations.push_back(conversation);
  }
}

Network foreign_network(const World& world, PrincipalIndex who, std::uint64_t draw) noexcept {
  const Place& own = places()[world.principals[who].office.place];
  auto place = static_cast<PlaceIndex>(draw % places().size());
  while (kilometres(own, places()[place]) < 4000) {
    place = static_cast<PlaceIndex>((place + 1U) % places().size());
  }
  const std::uint32_t provider =
      draw % 2 == 0 ? places()[place].providers.at((draw >> 8U) % 3) : network::hosting;
  return {address_in(provider, draw), provider, place};
}

const Story* find_story(std::string_view id) noexcept {
  for (const auto stories : {attack_stories(), look_alike_stories()}) {
    for (const Story& story : stories) {
      if (story.id == id) {
        return &story;
      }
    }
  }
  return nullptr;
}

}  // namespace centinela::simulator
