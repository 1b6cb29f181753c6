#include "centinela/state/volume.h"

#include "centinela/stats/combine.h"
#include "centinela/stats/decay.h"
#include "centinela/stats/learning.h"

#include <algorithm>
#include <cmath>

namespace centinela::state {
namespace {

constexpr double sums_half_life_days = 28;
constexpr double quarantine_days = 14;
constexpr double late_release_weight = 0.25;  // after its time a held window teaches no step

const stats::CountModel* lagged_model(const VolumeTrack& track, std::int64_t week) noexcept {
  const auto slot = static_cast<std::size_t>(((week - 4) % 5 + 5) % 5);
  return track.weekly_index[slot] == week - 4 ? &track.weekly[slot] : nullptr;
}

void learn(VolumeTrack& track,
           const stats::GroupPrior& prior,
           const QuarantinedWindow& window,
           double elapsed_days,
           double weight) noexcept {
  const double before = track.model.mean();
  const double forget = stats::forget_factor(elapsed_days, stats::count_half_life_days);
  const stats::NegativeBinomial expected = track.model.predictive(window.exposure, prior);
  track.model.learn(stats::winsorised(window.x, expected), window.exposure, prior, forget, weight);
  if (track.model.maturity(prior) > stats::LearningRules{}.mature_from) {
    track.model.cap_drift(before, std::max(elapsed_days, 1.0));
  }
}

void release_oldest(VolumeTrack& track, const stats::GroupPrior& prior) noexcept {
  const QuarantinedWindow held = track.quarantine[0];
  if (!track.keeps_quarantine) {
    learn(track, prior, held, 0, late_release_weight);
  }
  track.quarantine.erase_at(0);
}

void release_overdue(VolumeTrack& track,
                     const stats::GroupPrior& prior,
                     const WindowClock& clock) noexcept {
  while (!track.quarantine.empty()) {
    const auto windows = static_cast<double>(track.window - track.quarantine[0].window);
    if (windows * clock.days_per_window < quarantine_days) {
      return;
    }
    release_oldest(track, prior);
  }
}

// Who exceeds the expectation day by day changed for good: the oldest makes room as if its time
// were over, or nothing of the new level would ever be learnt.
void hold(VolumeTrack& track,
          const stats::GroupPrior& prior,
          const QuarantinedWindow& window) noexcept {
  if (track.quarantine.full()) {
    release_oldest(track, prior);
  }
  track.quarantine.push_back(window);
}

void keep_weekly(VolumeTrack& track, std::int64_t week) noexcept {
  const auto slot = static_cast<std::size_t>((week % 5 + 5) % 5);
  track.weekly[slot] = track.model;
  track.weekly_index[slot] = week;
}

}  // namespace

double VolumeView::p_above_mid(std::int64_t x) const noexcept {
  const double p = self.p_above_mid(x);
  return has_lagged ? stats::twice_the_smaller(p, lagged.p_above_mid(x)) : p;
}

double VolumeView::p_at_least(std::int64_t x) const noexcept {
  const double p = self.p_at_least(x);
  return has_lagged ? stats::twice_the_smaller(p, lagged.p_at_least(x)) : p;
}

double VolumeView::pit(std::int64_t x, double v) const noexcept {
  const double p = self.randomised_pit_upper(x, v);
  return has_lagged ? stats::twice_the_smaller(p, lagged.randomised_pit_upper(x, v)) : p;
}

const stats::NegativeBinomial& VolumeView::quoted() const noexcept {
  return has_lagged && lagged.mean > self.mean ? lagged : self;
}

VolumeView predict(const VolumeTrack& track,
                   const stats::GroupPrior& prior,
                   double exposure,
                   std::int64_t week) noexcept {
  VolumeView view;
  const stats::CountModel model = track.has_model ? track.model : stats::CountModel::from(prior);
  view.self = model.predictive(exposure, prior);
  if (const stats::CountModel* lagged = lagged_model(track, week); lagged != nullptr) {
    view.has_lagged = true;
    view.lagged = lagged->predictive(exposure, prior);
  }
  return view;
}

ClosedWindow close_window(VolumeTrack& track,
                          const stats::GroupPrior& prior,
                          const WindowClock& clock,
                          double v) noexcept {
  if (!track.has_model) {
    track.model = stats::CountModel::from(prior);
    track.has_model = true;
  }
  const VolumeView view = predict(track, prior, track.exposure, clock.week);
  ClosedWindow closed;
  closed.window = track.window;
  closed.x = track.x;
  closed.exposure = track.exposure;
  closed.pit = view.pit(track.x, v);
  closed.mean_before = track.model.mean();
  closed.sums_before = track.sums;

  const double elapsed_days =
      track.learnt_window == no_window
          ? 0
          : static_cast<double>(track.window - track.learnt_window) * clock.days_per_window;
  const auto x = static_cast<double>(track.x);
  const double taught = stats::winsorised(x, view.self);
  release_overdue(track, prior, clock);
  const double p = std::min(track.smallest_p, view.p_at_least(track.x));
  if (stats::is_quarantined(p) && track.window != track.cleared_window) {
    hold(track, prior, {track.window, x, track.exposure});
  } else {
    learn(track, prior, {track.window, x, track.exposure}, elapsed_days, 1);
    track.sums.decay(stats::forget_factor(elapsed_days, sums_half_life_days));
    track.sums.add(taught, track.exposure);
    track.learnt_window = track.window;
    track.windows_learnt += 1;
  }
  closed.sums_after = track.sums;
  keep_weekly(track, clock.week);
  track.x = 0;
  track.smallest_p = 1;
  return closed;
}

void release_quarantine(VolumeTrack& track,
                        const stats::GroupPrior& prior,
                        std::int64_t first,
                        std::int64_t last) noexcept {
  const auto is_released = [&](std::int64_t window) { return window >= first && window <= last; };
  for (std::size_t i = 0; i < track.quarantine.size();) {
    if (!is_released(track.quarantine[i].window)) {
      ++i;
      continue;
    }
    learn(track, prior, track.quarantine[i], 0, 1);
    track.quarantine.erase_at(i);
  }
  if (track.window != no_window && is_released(track.window)) {
    track.cleared_window = track.window;
  }
}

}  // namespace centinela::state
