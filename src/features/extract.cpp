#include "centinela/features/features.h"
#include "centinela/state/justification.h"

#include <algorithm>
#include <cmath>

namespace centinela::features {
namespace {

using state::Attribute;
using state::HabitKind;

constexpr double surprise_max = 30;

class Writer {
 public:
  explicit Writer(FeatureVector& values) noexcept : values_(values) {}

  void set(FeatureId id, double value) noexcept {
    values_[static_cast<std::size_t>(id)] = std::isfinite(value) ? static_cast<float>(value) : 0.0F;
  }
  void surprise(FeatureId id, double p) noexcept { set(id, surprise_of(p)); }
  // Several attributes share a feature: the rarest speaks.
  void raise(FeatureId id, double p) noexcept {
    const double value = surprise_of(p);
    set(id, std::max(value, static_cast<double>(values_[static_cast<std::size_t>(id)])));
  }

 private:
  // Most p are exactly 1, which needs no logarithm.
  static double surprise_of(double p) noexcept {
    return p == 1 ? 0 : std::min(-std::log(p), surprise_max);
  }

  FeatureVector& values_;
};

double log_ratio(double observed, double expected) noexcept {
  return std::log((observed + 1) / (expected + 1));
}

void write_volume(Writer& write, const state::Scene& scene, const Appraisal& appraisal) noexcept {
  const state::PrincipalState& principal = scene.principal;
  write.set(FeatureId::hour_subjects,
            log_ratio(static_cast<double>(principal.hour.x), appraisal.hour.self.mean));
  write.set(FeatureId::day_subjects,
            log_ratio(static_cast<double>(principal.day.x), appraisal.day.self.mean));
  write.set(FeatureId::slice_pace,
            log_ratio(static_cast<double>(principal.slice_x), appraisal.hour.self.mean / 4));
  write.surprise(FeatureId::hour_surprise, appraisal.hour_p);
  write.surprise(FeatureId::day_surprise, appraisal.day_p);
}

void write_amounts(Writer& write, const state::Scene& scene, const Appraisal& appraisal) noexcept {
  if (scene.record_class == nullptr) {
    return;
  }
  const state::AmountView& view = appraisal.amount;
  write.set(FeatureId::records, log_ratio(state::amount_of(scene.event), view.usual));
  write.set(FeatureId::day_records, std::clamp(view.z, -10.0, 40.0));
  write.surprise(FeatureId::export_surprise, view.p_hurdle);
}

void write_justification(Writer& write, const state::Scene& scene) noexcept {
  const state::JustificationTrack& track = scene.principal.justification;
  if (track.resolved <= 0) {
    return;
  }
  const stats::BetaPrior& team = scene.group.snapshot.unexplained;
  write.set(FeatureId::unexplained_share, track.unexplained / track.resolved - team.mean());
  if (track.unexplained > team.mean() * track.resolved) {
    write.surprise(FeatureId::unexplained_surprise,
                   state::justification_p(track, team, state::JustificationTail::mid));
  }
}

FeatureId feature_of(Attribute attribute) noexcept {
  switch (attribute) {
    case Attribute::record_class:
      return FeatureId::class_novelty;
    case Attribute::tool:
      return FeatureId::tool_novelty;
    case Attribute::action:
    case Attribute::class_action:
    case Attribute::conversation_log:
      return FeatureId::action_novelty;
    case Attribute::destination:
      return FeatureId::destination_novelty;
    case Attribute::device:
      return FeatureId::device_novelty;
    case Attribute::app:
    case Attribute::client:
      return FeatureId::app_novelty;
    default:
      return FeatureId::network_novelty;
  }
}

void write_novelty(Writer& write, const state::Scene& scene, const Appraisal& appraisal) noexcept {
  for (const SightNovelty& seen : appraisal.novelties) {
    if (seen.novelty.has_history) {
      write.raise(feature_of(seen.sight.attribute), seen.novelty.p);
    }
  }
  if (scene.is_first_of_hour) {
    write.surprise(FeatureId::week_surprise, appraisal.hour_of_week.p);
  }
}

// A share lately against the usual share, in standard deviations of about 16 events.
double share_residual(const state::Habit& habit) noexcept {
  const double usual = std::clamp(static_cast<double>(habit.slow), 0.0, 1.0);
  const double deviation = std::sqrt((usual * (1 - usual) + 0.01) / 16);
  return (static_cast<double>(habit.fast) - usual) / deviation;
}

void write_habits(Writer& write, const state::Scene& scene) noexcept {
  constexpr double events_min = 30;
  const state::PrincipalState& principal = scene.principal;
  if (principal.habit_events < events_min) {
    return;
  }
  const auto habit = [&principal](HabitKind kind) -> const state::Habit& {
    return principal.habits[static_cast<std::size_t>(kind)];
  };
  write.set(FeatureId::denied, share_residual(habit(HabitKind::denied)));
  write.set(FeatureId::not_found, share_residual(habit(HabitKind::not_found)));
  write.set(FeatureId::by_name, share_residual(habit(HabitKind::by_name)));
  write.set(FeatureId::listed, share_residual(habit(HabitKind::listed)));
  write.set(FeatureId::special, share_residual(habit(HabitKind::special)));
  write.set(FeatureId::changes, share_residual(habit(HabitKind::changes)));
  write.set(FeatureId::new_subjects, share_residual(habit(HabitKind::new_subject)));
  write.set(FeatureId::unmask, share_residual(habit(HabitKind::unmask)));
  const auto difference = [](const state::Habit& h) {
    return static_cast<double>(h.fast) - static_cast<double>(h.slow);
  };
  write.set(FeatureId::fields, difference(habit(HabitKind::fields)));
  write.set(FeatureId::gap, difference(habit(HabitKind::gap)));
}

}  // namespace

FeatureVector extract(const state::Scene& scene, const Appraisal& appraisal) noexcept {
  FeatureVector values{};
  Writer write{values};
  write_volume(write, scene, appraisal);
  write_amounts(write, scene, appraisal);
  write_justification(write, scene);
  write_novelty(write, scene, appraisal);
  write_habits(write, scene);
  const state::PrincipalState& principal = scene.principal;
  const double days = principal.is_known ? stats::days(scene.event.time - principal.first_seen) : 0;
  write.set(FeatureId::tenure, std::log1p(std::max(days, 0.0)));
  write.set(FeatureId::is_machine, is_person(principal.kind) ? 0 : 1);
  return values;
}

}  // namespace centinela::features
