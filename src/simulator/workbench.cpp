#include "simulator/workbench.h"

#include <algorithm>

namespace centinela::simulator {
namespace {

constexpr std::uint64_t home_salt = 0x31;
constexpr std::uint64_t travel_salt = 0x32;
constexpr std::uint64_t session_salt = 0x33;
constexpr std::uint64_t private_network_salt = 0x34;
constexpr std::uint64_t second_device_salt = 0x35;

// One person in fifty a week works from another city, on a hotel's or a friend's network.
// Never so far that the way there in one night would be incredible.
Network away(const Place& from, std::uint64_t draw) noexcept {
  auto place = static_cast<PlaceIndex>(draw % places().size());
  while (kilometres(from, places()[place]) > 5000) {
    place = static_cast<PlaceIndex>((place + 1U) % places().size());
  }
  const std::uint32_t provider = places()[place].providers.at((draw >> 8U) % 3);
  return {address_in(provider, draw), provider, place};
}

Network network_of(const World& world, PrincipalIndex who, std::int64_t day) noexcept {
  const Principal& person = world.principals[who];
  const auto today = static_cast<std::uint64_t>(day);
  const std::uint64_t week = hash_combine(travel_salt, today / 7);
  if (world.chance(week, who) < 0.02) {
    return away(places()[person.office.place], world.draw(week + 1, who));
  }
  if (world.chance(hash_combine(home_salt, today), who) >= person.home_share) {
    return person.office;
  }
  if (world.chance(hash_combine(private_network_salt, today / 7), who) < 0.05) {
    const std::uint32_t gateway = network::office_vpn;
    return {address_in(gateway, today / 7 + who % 7), gateway, person.office.place};
  }
  return person.home;
}

}  // namespace

Origin origin_of(const World& world, PrincipalIndex who, EventTime time) noexcept {
  const Principal& principal = world.principals[who];
  Origin origin{.network = principal.office,
                .device = principal.device,
                .app = principal.app,
                .session = 0,
                .client = principal.client};
  if (principal.device == 0) {
    return origin;
  }
  const ShiftMoment moment = shift_moment(world, who, time);
  const auto day = static_cast<std::uint64_t>(moment.day);
  origin.session = world.draw(hash_combine(session_salt, who), day);
  if (principal.kind != Kind::human) {
    return origin;
  }
  origin.network = network_of(world, who, moment.day);
  // One in twelve has a second device, used on a third of the days.
  const bool second = world.chance(second_device_salt, who) < 0.08 &&
                      world.chance(hash_combine(second_device_salt, day), who) < 0.33;
  origin.device = second ? principal.device ^ 0x155U : principal.device;
  return origin;
}

Workbench::Workbench(const World& world)
    : world_(&world), recent_(world.principals.size() * memory_of_cases) {}

void Workbench::begin(EventTime slot) {
  slot_ = slot;
  plot_ = no_plot;
  fresh_.clear();
}

void Workbench::seat(std::uint64_t actor) {
  rng_ = Rng(world_->draw(actor, static_cast<std::uint64_t>(slot_.milliseconds())));
}

Workbench::Handle Workbench::take() {
  if (free_.empty()) {
    pool_.emplace_back();
    return static_cast<Handle>(pool_.size() - 1);
  }
  const Handle handle = free_.back();
  free_.pop_back();
  pool_[handle].reset();
  return handle;
}

Happening& Workbench::access(PrincipalIndex who, EventTime time) {
  const Handle handle = take();
  fresh_.push_back(handle);
  Happening& happening = pool_[handle];
  const Principal& principal = world_->principals[who];
  happening.time = time;
  happening.tenant = principal.tenant;
  happening.principal = who;
  happening.team = principal.team;
  happening.producer = world_->producer_of(who);
  happening.plot = plot_;
  happening.access.records = 1;
  happening.access.origin = origin_of(*world_, who, time);
  return happening;
}

Happening& Workbench::context(TenantIndex tenant, ContextKind kind, EventTime time) {
  const Handle handle = take();
  fresh_.push_back(handle);
  Happening& happening = pool_[handle];
  happening.is_context = true;
  happening.time = std::max(time, earliest());
  happening.tenant = tenant;
  happening.explanation.kind = kind;
  happening.explanation.valid_from = happening.time;
  return happening;
}

EventTime Workbench::moment() {
  return slot_ + Duration{static_cast<std::int64_t>(
                     rng_.below(static_cast<std::uint64_t>(slot_length.count())))};
}

EventTime Workbench::before(EventTime time, Duration most) {
  const auto back = static_cast<std::int64_t>(rng_.uniform() * static_cast<double>(most.count()));
  return std::max(time - Duration{back + 1000}, earliest());
}

RecentCase Workbench::recall(PrincipalIndex who) {
  return recent_[who * memory_of_cases + rng_.below(memory_of_cases)];
}

void Workbench::remember(PrincipalIndex who, RecentCase done) {
  recent_[who * memory_of_cases + rng_.below(memory_of_cases)] = done;
}

Workbench::Handle Workbench::copy(Handle handle) {
  const Handle twin = take();
  pool_[twin] = pool_[handle];
  return twin;
}

}  // namespace centinela::simulator
