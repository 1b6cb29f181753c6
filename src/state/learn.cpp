#include "centinela/state/observe.h"
#include "centinela/state/value_sights.h"
#include "centinela/stats/decay.h"

#include "observe_parts.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace centinela::state {
namespace {

// Under this the event teaches little (machinery (l)): an attack must be repeated for long before
// it counts as usual. Not nothing, because what is never learnt is news for ever.
constexpr double quarantine_below = 1e-3;

void learn_values(World& world, Scene& scene, double weight) {
  const auto day = static_cast<std::int32_t>(scene.local.day);
  for (const Sight& sight : sights_of(scene.event)) {
    SeenValue& seen = scene.principal.values.meet(sight.attribute, sight.value, day);
    if (seen.sight_day == day) {
      continue;
    }
    seen.sight_day = day;
    scene.principal.values.learn(seen, day, weight);
    if (weight < 1) {
      hold_lesson(scene,
                  {.kind = HeldLesson::Kind::value,
                   .which = static_cast<std::uint8_t>(sight.attribute),
                   .value = sight.value});
    }
    PeerDelta delta;
    delta.kind = PeerDelta::Kind::value;
    delta.day = scene.local.day;
    delta.attribute = sight.attribute;
    delta.value = sight.value;
    delta.x = weight;
    world.groups.defer(scene.group_path, scene.principal.kind, delta);
    SeenValue& in_tenant = scene.tenant.values.meet(sight.attribute, sight.value, day);
    scene.tenant.values.learn(in_tenant, day, weight);
  }
}

void learn_week(World& world, Scene& scene, double weight) {
  PrincipalState& principal = scene.principal;
  if (!scene.is_first_of_hour || !is_person(principal.kind)) {
    return;
  }
  if (!principal.week) {
    principal.week = std::make_unique<stats::CircularHistogram>();
  }
  if (principal.week_decayed_day != no_window && scene.local.day > principal.week_decayed_day) {
    principal.week->decay(stats::forget_factor(
        static_cast<double>(scene.local.day - principal.week_decayed_day), 45));
  }
  principal.week_decayed_day = std::max(principal.week_decayed_day, scene.local.day);
  principal.week->add(static_cast<std::size_t>(scene.local.hour_of_week), weight);
  if (weight < 1) {
    hold_lesson(scene,
                {.kind = HeldLesson::Kind::hour,
                 .value = static_cast<std::uint64_t>(scene.local.hour_of_week)});
    return;  // peers count heads
  }
  PeerDelta delta;
  delta.kind = PeerDelta::Kind::active_hour;
  delta.day = scene.local.day;
  delta.bin = static_cast<std::uint16_t>(scene.local.hour_of_week);
  world.groups.defer(scene.group_path, principal.kind, delta);
}

// Means over about 16 and 512 events; from the first event on, plain means of what there is.
void learn_habit(Habit& habit, double value, double events) noexcept {
  habit.fast += static_cast<float>((value - habit.fast) / std::min(events, 16.0));
  habit.slow += static_cast<float>((value - habit.slow) / std::min(events, 512.0));
}

// ln(1 + n), looked up for the few fields that most events name.
double log_of_fields(std::uint16_t fields) noexcept {
  static const std::array<double, 64> table = [] {
    std::array<double, 64> logs{};
    for (std::size_t n = 0; n < logs.size(); ++n) {
      logs[n] = std::log1p(static_cast<double>(n));
    }
    return logs;
  }();
  return fields < table.size() ? table[fields] : std::log1p(static_cast<double>(fields));
}

void learn_habits(Scene& scene) {
  const Event& event = scene.event;
  PrincipalState& principal = scene.principal;
  const auto learn = [&](HabitKind kind, double value) {
    learn_habit(principal.habits[static_cast<std::size_t>(kind)], value, principal.habit_events);
  };
  const auto is = [](bool holds) { return holds ? 1.0 : 0.0; };
  principal.habit_events += 1;
  learn(HabitKind::denied, is(event.outcome == Outcome::denied));
  learn(HabitKind::not_found, is(event.outcome == Outcome::not_found));
  learn(HabitKind::by_name,
        is(event.query.shape == QueryShape::by_name || event.query.shape == QueryShape::wildcard));
  learn(HabitKind::listed, is(event.reach == Reach::listed));
  learn(HabitKind::special, is(event.resource.sensitivity == Sensitivity::special));
  learn(HabitKind::changes, is(event.action == Action::update || event.action == Action::delete_));
  learn(HabitKind::new_subject, is(scene.counted.never_met > 0));
  learn(HabitKind::unmask, is(event.action == Action::unmask));
  learn(HabitKind::fields, log_of_fields(event.resource.field_total));
  if (principal.is_known && event.time >= principal.last_seen) {
    const auto gap = static_cast<double>((event.time - principal.last_seen).count());
    learn(HabitKind::gap, std::log1p(gap / 1000));
  }
}

void learn_origin(Scene& scene) {
  const Event& event = scene.event;
  if (!event.has(Field::origin_latitude) || !event.has(Field::origin_longitude)) {
    return;
  }
  OriginTrack& origin = scene.principal.origin;
  if (origin.is_known && event.time < origin.time) {
    return;
  }
  origin = {event.time,
            event.origin.ip,
            event.origin.latitude,
            event.origin.longitude,
            event.origin.country,
            event.origin.city,
            true};
}

void learn_conversation(Scene& scene) {
  if (scene.conversation == nullptr || scene.counted.new_in_conversation == 0) {
    return;
  }
  // The gamma posterior is a sum, so a conversation may be learnt data subject by data subject.
  PrincipalState& principal = scene.principal;
  const stats::GroupPrior& prior = scene.group.snapshot.conversation;
  const bool is_new = scene.conversation->opened_count ==
                      static_cast<std::uint32_t>(scene.counted.new_in_conversation);
  if (principal.conversations <= 0) {
    principal.per_conversation = stats::CountModel::from(prior);
  }
  const double exposure = is_new ? 1 : 0;
  const auto x = static_cast<double>(scene.counted.new_in_conversation);
  principal.conversations += exposure;
  principal.per_conversation.shape = principal.per_conversation.shape * 0.9999 + std::min(x, 3.0);
  principal.per_conversation.rate = principal.per_conversation.rate * 0.9999 + exposure;
}

// Once a conversation each, so that a chatty one teaches no more than a short one.
void learn_intent(Scene& scene, double weight) {
  if (scene.intent == nullptr) {
    return;
  }
  const std::int64_t day = scene.local.day;
  for (IntentState* intent : {scene.intent, scene.all_intents}) {
    if (scene.counted.is_new_intent) {
      intent->begin_conversation(day);
    }
    if (scene.counted.is_new_class_action) {
      intent->class_actions.add(class_action_of(scene.event), day, weight);
    }
    if (scene.counted.is_new_transition) {
      const ChainTrack& chain = scene.conversation->chain;
      intent->transitions.add(pair_id(chain.step_before, chain.step), day, weight);
    }
  }
  if (weight >= 1) {
    return;
  }
  const std::uint64_t intent = intent_key(scene.event.tenant, scene.event.context.intent).id;
  if (scene.counted.is_new_class_action) {
    hold_lesson(scene,
                {.kind = HeldLesson::Kind::intent_class,
                 .key = intent,
                 .value = class_action_of(scene.event)});
  }
  if (scene.counted.is_new_transition) {
    const ChainTrack& chain = scene.conversation->chain;
    hold_lesson(scene,
                {.kind = HeldLesson::Kind::intent_step,
                 .key = intent,
                 .value = pair_id(chain.step_before, chain.step)});
  }
}

}  // namespace

void learn(World& world, Scene& scene, double smallest_p) {
  const Event& event = scene.event;
  PrincipalState& principal = scene.principal;
  const bool is_quarantined = smallest_p < quarantine_below;
  const double weight = is_quarantined ? quarantined_weight : 1;
  principal.hour.smallest_p = std::min(principal.hour.smallest_p, smallest_p);
  principal.day.smallest_p = std::min(principal.day.smallest_p, smallest_p);
  if (scene.record_class != nullptr) {
    scene.record_class->smallest_p = std::min(scene.record_class->smallest_p, smallest_p);
  }
  if (!scene.is_late) {
    learn_values(world, scene, weight);
    learn_week(world, scene, weight);
    learn_habits(scene);
    learn_origin(scene);
    learn_conversation(scene);
    learn_intent(scene, weight);
    learn_release(scene, is_quarantined);
    learn_session(scene, is_quarantined);
    learn_delegation(scene, weight);
    learn_handling(world, scene, weight);
    principal.active_days += scene.is_first_of_day ? 1 : 0;
    principal.active_hours += scene.is_first_of_hour ? 1 : 0;
  }
  scene.path.learn(event.present);
  if (!principal.is_known) {
    principal.first_seen = event.time;
    principal.is_known = true;
  }
  principal.last_seen = std::max(principal.last_seen, event.time);
  ++principal.events;
}

}  // namespace centinela::state
