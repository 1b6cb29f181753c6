// What is held of quarantined events, and how it is learnt after all.
#include "centinela/state/held_lessons.h"

#include "centinela/state/apply_ruling.h"

#include "observe_parts.h"

#include <algorithm>

namespace centinela::state {

void hold_lesson(Scene& scene, HeldLesson lesson) {
  std::unique_ptr<HeldLessons>& held = scene.principal.held;
  if (!held) {
    held = std::make_unique<HeldLessons>();
  }
  lesson.conversation = scene.event.context.conversation;
  lesson.time = scene.event.time;
  // A day that closes is older than the event that closes it.
  if (lesson.kind == HeldLesson::Kind::class_day) {
    lesson.conversation = {};
    lesson.time = window_start(lesson.day, one_day);
  } else {
    lesson.day = scene.local.day;
  }
  held->hold(lesson);
}

namespace {

class Release {
 public:
  Release(World& world, const EntityKey& key, PrincipalState& principal)
      : world_(world),
        key_(key),
        principal_(principal),
        path_(group_path(key.tenant, principal.kind, principal.role, principal.team)) {}

  void learn(const HeldLesson& lesson) {
    switch (lesson.kind) {
      case HeldLesson::Kind::value:
        learn_value(lesson);
        break;
      case HeldLesson::Kind::hour:
        learn_hour(lesson);
        break;
      case HeldLesson::Kind::intent_class:
      case HeldLesson::Kind::intent_step:
        learn_intent(lesson);
        break;
      case HeldLesson::Kind::delegation:
        add_class_action(delegation_key(key_.tenant, key_.id), lesson.value);
        add_class_action(delegation_key(key_.tenant, 0), lesson.value);
        break;
      case HeldLesson::Kind::turn:
        learn_turn(lesson);
        break;
      case HeldLesson::Kind::retrieval:
        learn_retrieval(world_.retrievals.touch(key_),
                        lesson.amount,
                        (lesson.which & 1U) != 0,
                        (lesson.which & 2U) != 0);
        break;
      case HeldLesson::Kind::class_day:
        learn_amounts(lesson);
        break;
      case HeldLesson::Kind::difference:
        if (principal_.handling) {
          principal_.handling->learn_difference(lesson.amount, lesson.day, held_weight);
        }
        break;
    }
  }

 private:
  [[nodiscard]] std::int64_t today() const noexcept { return utc_day(world_.log_time); }

  void learn_value(const HeldLesson& lesson) {
    const auto attribute = static_cast<Attribute>(lesson.which);
    const auto learn_in = [&](ValueTable& values) {
      if (SeenValue* seen = values.find(attribute, lesson.value); seen != nullptr) {
        const auto day = std::max(seen->last_day, static_cast<std::int32_t>(lesson.day));
        values.learn(*seen, day, held_weight);
      }
    };
    learn_in(principal_.values);
    learn_in(world_.tenants.touch({EntityType::cohort, key_.tenant, 0}).values);
    PeerDelta delta;
    delta.kind = PeerDelta::Kind::value;
    delta.day = lesson.day;
    delta.attribute = attribute;
    delta.value = lesson.value;
    delta.x = held_weight;
    world_.groups.defer(path_, principal_.kind, delta);
  }

  void learn_hour(const HeldLesson& lesson) {
    if (!principal_.week) {
      return;
    }
    principal_.week->add(static_cast<std::size_t>(lesson.value), held_weight);
    PeerDelta delta;
    delta.kind = PeerDelta::Kind::active_hour;
    delta.day = lesson.day;
    delta.bin = static_cast<std::uint16_t>(lesson.value);
    world_.groups.defer(path_, principal_.kind, delta);
  }

  void add_class_action(const EntityKey& habit, std::uint64_t value) {
    if (IntentState* known = world_.intents.find(habit); known != nullptr) {
      known->class_actions.add(value, today(), held_weight);
    }
  }

  void learn_intent(const HeldLesson& lesson) {
    const EntityKey own{EntityType::cohort, key_.tenant, lesson.key};
    for (const EntityKey& habit : {own, intent_key(key_.tenant, WordToken{})}) {
      IntentState* known = world_.intents.find(habit);
      if (known == nullptr) {
        continue;
      }
      TallyTable& table =
          lesson.kind == HeldLesson::Kind::intent_class ? known->class_actions : known->transitions;
      table.add(lesson.value, today(), held_weight);
    }
  }

  void learn_turn(const HeldLesson& lesson) {
    ReadingHabit* habit =
        world_.reading_habits.find({EntityType::release, key_.tenant, lesson.key});
    if (habit != nullptr) {
      habit->past.add(lesson.amount, lesson.amount_2);
      habit->special += lesson.which;
    }
  }

  void learn_amounts(const HeldLesson& lesson) {
    ClassState* state =
        world_.classes.find({EntityType::principal, key_.tenant, pair_id(key_.id, lesson.key)});
    if (state != nullptr) {
      learn_class_day(*state, lesson.amount, lesson.amount_2, lesson.which != 0);
    }
  }

  World& world_;
  EntityKey key_;
  PrincipalState& principal_;
  GroupPath path_;
};

bool is_of(const HeldLesson& lesson, const RuledStretch& stretch) noexcept {
  if (lesson.kind == HeldLesson::Kind::class_day) {
    // Days are local to the principal, hence one day of UTC more on either side.
    return lesson.day >= utc_day(stretch.start) - 1 && lesson.day <= utc_day(stretch.end) + 1;
  }
  const bool is_there =
      is_absent(stretch.conversation) || lesson.conversation == stretch.conversation;
  return is_there && lesson.time >= stretch.start && lesson.time <= stretch.end;
}

}  // namespace

void release_lessons(World& world, PrincipalState& principal, const RuledStretch& stretch) {
  if (!principal.held) {
    return;
  }
  Release release(world, stretch.principal, principal);
  std::vector<HeldLesson>& lessons = principal.held->lessons;
  for (const HeldLesson& lesson : lessons) {
    if (is_of(lesson, stretch)) {
      release.learn(lesson);
    }
  }
  std::erase_if(lessons, [&](const HeldLesson& lesson) { return is_of(lesson, stretch); });
  if (lessons.empty()) {
    principal.held.reset();
  }
}

}  // namespace centinela::state
