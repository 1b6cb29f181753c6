// First accesses of a day by people, compared with who else handles the data subject (D19).
#include "observe_parts.h"

namespace centinela::state {
namespace {

EntityKey key_of(const Scene& scene, DataSubjectToken data_subject) noexcept {
  return {EntityType::data_subject, scene.event.tenant, data_subject.value()};
}

}  // namespace

void begin_handling(const ObserveSettings& settings, Scene& scene) {
  const Event& event = scene.event;
  const bool is_a_case =
      event.data_subject_total > 0 && event.data_subject_total <= HandledTrack::one_case;
  if (!settings.watches_handling || !is_a_case || !is_person(scene.principal.kind) ||
      !is_absent(event.context.automation)) {
    return;
  }
  if (!scene.principal.handling) {
    scene.principal.handling = std::make_unique<HandledTrack>();
  }
  scene.handling = scene.principal.handling.get();
  scene.handling->now.clear();
}

void compare_handling(World& world, Scene& scene, DataSubjectToken data_subject) {
  const SubjectState* subject = world.subjects.find(key_of(scene, data_subject));
  Handled handled{data_subject, {}};
  if (subject != nullptr && subject->accessors) {
    const Accessor coming = scene.handling->summary(scene.event.principal.id, scene.local.day);
    handled.likeness = subject->accessors->likeness(coming);
  }
  scene.handling->now.push_back(handled);
}

void learn_handling(World& world, Scene& scene, double weight) {
  if (scene.handling == nullptr || scene.handling->now.empty()) {
    return;
  }
  HandledTrack& track = *scene.handling;
  for (const Handled& handled : track.now) {
    track.data_subjects.add(handled.data_subject.value(), scene.local.day);
    if (handled.likeness.others > 0) {
      track.learn_difference(handled.likeness.difference(), scene.local.day, weight);
      if (weight < 1) {
        hold_lesson(
            scene, {.kind = HeldLesson::Kind::difference, .amount = handled.likeness.difference()});
      }
    }
  }
  const Accessor accessor = track.summary(scene.event.principal.id, scene.local.day);
  for (const Handled& handled : track.now) {
    SubjectState& subject = world.subjects.touch(key_of(scene, handled.data_subject));
    if (!subject.accessors) {
      subject.accessors = std::make_unique<AccessorTrack>();
    }
    subject.accessors->note(accessor);
  }
  track.now.clear();
}

}  // namespace centinela::state
