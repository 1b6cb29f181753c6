#include "observe_parts.h"

#include <algorithm>
#include <cmath>

namespace centinela::state {
namespace {

constexpr std::uint64_t habit_salt = 0x4AB1;
// One turn in so many teaches the tenant's habit, which only stands in for young bots.
constexpr std::uint64_t tenant_sample = 8;

// What a turn is about: intent, class and action.
std::uint64_t shape_of(const Event& event) noexcept {
  return pair_id(pair_id(habit_salt, event.context.intent.value()), class_action_of(event));
}

bool is_excess(const ReadingHabit& habit, double log_mass) noexcept {
  constexpr double half_more = 0.405;  // ln 1.5
  const double spread = std::sqrt(habit.past.variance());
  return habit.past.n >= habit_turns_min &&
         log_mass > habit.past.mean() + std::max(2 * spread, half_more);
}

bool is_declared(World& world, const Scene& scene) noexcept {
  const Event& event = scene.event;
  if (!is_absent(event.context.change)) {
    return true;
  }
  const ApprovalState* approvals = world.approvals.find(scene.principal_key);
  return approvals != nullptr && approvals->covers(event.time);
}

}  // namespace

void observe_release(World& world, Scene& scene) {
  const Event& event = scene.event;
  if (scene.conversation == nullptr || scene.is_late || is_absent(event.context.version) ||
      event.resource.field_total == 0 || !event.opens()) {
    return;
  }
  const std::uint64_t bot = event.principal.id.value();
  const std::uint64_t version = event.context.version.value();
  const std::uint64_t what = class_action_of(event);
  const std::uint64_t shape = shape_of(event);
  ReleaseSight& sight = scene.release;
  sight.release = {EntityType::release, event.tenant, pair_id(bot, version)};
  sight.own_habit =
      &world.reading_habits.touch({EntityType::release, event.tenant, pair_id(shape, bot)});
  sight.reading = &world.release_readings.touch(
      {EntityType::release, event.tenant, pair_id(pair_id(what, bot), version)});
  sight.own_habit->owner = event.principal.id;
  sight.reading->owner = event.principal.id;
  if (sight.own_habit->past.n < habit_turns_min || scene.principal.events % tenant_sample == 0) {
    sight.tenant_habit = &world.reading_habits.touch({EntityType::release, event.tenant, shape});
  }
  sight.habit = sight.own_habit->past.n < habit_turns_min ? sight.tenant_habit : sight.own_habit;
  ReleaseReading& reading = *sight.reading;
  if (!reading.is_started) {
    reading.is_started = true;
    reading.first = event.time;
  }
  sight.log_mass = std::log1p(mass_of(event));
  if (sight.habit->past.n >= habit_turns_min) {
    reading.turns.add(sight.log_mass - sight.habit->past.mean(), event.resource.field_total);
  }
  reading.special += event.resource.sensitivity == Sensitivity::special ? 1 : 0;
  sight.is_excess = is_excess(*sight.habit, sight.log_mass);
  if (sight.is_excess) {
    ++reading.excess;
    sight.is_declared = is_declared(world, scene);
  }
}

void learn_release(Scene& scene, bool is_quarantined) {
  const ReleaseSight& sight = scene.release;
  if (sight.reading == nullptr) {
    return;
  }
  const bool is_proven = scene.event.time - sight.reading->first >= release_probation;
  const bool is_special = scene.event.resource.sensitivity == Sensitivity::special;
  for (ReadingHabit* habit : {sight.own_habit, sight.tenant_habit}) {
    if (habit == nullptr || (!is_proven && habit->past.n >= habit_young)) {
      continue;
    }
    if (is_quarantined) {
      const std::uint64_t shape = shape_of(scene.event);
      const bool is_own = habit == sight.own_habit;
      hold_lesson(scene,
                  {.kind = HeldLesson::Kind::turn,
                   .which = static_cast<std::uint8_t>(is_special ? 1 : 0),
                   .key = is_own ? pair_id(shape, scene.event.principal.id.value()) : shape,
                   .amount = sight.log_mass,
                   .amount_2 = static_cast<double>(scene.event.resource.field_total)});
    } else {
      habit->past.add(sight.log_mass, scene.event.resource.field_total);
      habit->special += is_special ? 1 : 0;
    }
  }
}

}  // namespace centinela::state
