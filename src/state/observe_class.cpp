#include "centinela/state/amounts.h"

#include "observe_parts.h"

#include <algorithm>

namespace centinela::state {
namespace {

void close_class_day(World& world,
                     Scene& scene,
                     ClassState& state,
                     std::vector<ClosedOpportunity>& closed) {
  if (state.records_today > 0) {
    closed.push_back({ClosedOpportunity::Track::job_day,
                      scene.principal.kind,
                      scene.principal_key,
                      judge_amounts(state, scene.group.snapshot).p});
    PeerDelta delta;
    delta.kind = PeerDelta::Kind::job_day;
    delta.x = state.records_today;
    delta.n = state.exports_today ? 1 : 0;
    world.groups.defer(scene.group_path, scene.principal.kind, delta);
    // A day judged p < 1e-3 teaches only that there was work, not how much.
    if (state.smallest_p >= 1e-3) {
      learn_class_day(state, state.records_today, state.largest_job_today, state.exports_today);
    } else {
      HeldLesson lesson{.kind = HeldLesson::Kind::class_day,
                        .which = static_cast<std::uint8_t>(state.exports_today ? 1 : 0),
                        .key = scene.event.resource.record_class.value(),
                        .amount = state.records_today,
                        .amount_2 = state.largest_job_today};
      lesson.day = state.day;
      hold_lesson(scene, lesson);
    }
    state.days += 1;
  }
  state.records_today = 0;
  state.bytes_today = 0;
  state.largest_job_today = 0;
  state.exports_today = false;
  state.smallest_p = 1;
}

void fade(ClassState& state, std::int64_t day) noexcept {
  if (state.decayed_day != no_window && day > state.decayed_day) {
    const double forget = stats::forget_factor(static_cast<double>(day - state.decayed_day), 60);
    state.records_per_day.decay(forget);
    state.records_per_job.decay(forget);
    state.days *= forget;
    state.export_days *= forget;
    state.jobs *= forget;
  }
  state.decayed_day = std::max(state.decayed_day, day);
}

}  // namespace

void learn_class_day(ClassState& state, double records, double largest_job, bool exports) noexcept {
  state.records_per_day.add(records);
  state.records_per_job.add(largest_job);
  state.jobs += 1;
  state.export_days += exports ? 1 : 0;
}

void observe_class(World& world, Scene& scene, std::vector<ClosedOpportunity>& closed) {
  const Event& event = scene.event;
  const double records = amount_of(event);
  if (scene.is_late || records <= 0 || !event.opens()) {
    return;
  }
  const EntityKey key{EntityType::principal,
                      event.tenant,
                      pair_id(event.principal.id.value(), event.resource.record_class.value())};
  ClassState& state = world.classes.touch(key);
  state.owner = event.principal.id;
  scene.record_class = &state;
  if (scene.local.day > state.day || state.day == no_window) {
    close_class_day(world, scene, state, closed);
    fade(state, scene.local.day);
    state.own = scale_of(state.records_per_day, 1);
    state.day = scene.local.day;
  }
  state.records_today += records;
  if (scene.principal.drift) {
    scene.principal.drift->records_today += records;
    scene.principal.drift->leg(DriftKind::records).strongest = event.position;
  }
  state.bytes_today += static_cast<double>(event.bytes);
  state.largest_job_today = std::max(state.largest_job_today, records);
  state.exports_today = state.exports_today || is_export(event.action);
}

}  // namespace centinela::state
