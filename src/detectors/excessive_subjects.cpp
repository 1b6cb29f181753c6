// D1 excessive_subjects: does this principal open more different customers than it should?
//
// View: principal. Family: volume. Statistic: distinct data subjects of the hour and of the day
// against a negative binomial whose rate is the principal's own, with the team as its prior (b),
// and against itself four weeks ago (c); docs/formulas.md has both with their sources.
// Gate: at least 10 above the expected mean and at least twice it. It pages only for accesses that
// nothing explains: those clearly above their usual share, or above the hour's whole usual volume;
// without reasons to go by, for more than 19 of 20 team-mates open; a machine with fewer than 8
// active peers, whose demand nobody can take out, only below p = 1e-7. Else a ticket at most.
// Cold start: the team's spread judges from the first day. Abstains when no data subjects are
// named, and for late events, which no longer belong to an open window.
#include "centinela/detectors/detectors.h"

#include "work_behind.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace centinela::detectors {
namespace {

constexpr Leg hour_leg = 0;
constexpr Leg day_leg = 1;
// The p below which this detector alone would be worth words; quoted as "would not have fired".
constexpr double firing_p = 1e-4;

struct Window {
  const state::VolumeView& view;
  const state::VolumeTrack& track;
  const stats::GroupPrior& team;
  double p;
  double peers_highest;
  Leg leg;
};

std::array<double, 4> model_of(const state::VolumeView& view) noexcept {
  return {view.self.mean,
          view.self.inverse_size,
          view.has_lagged ? view.lagged.mean : -1,
          view.lagged.inverse_size};
}

state::VolumeView view_of(const std::array<double, 4>& model) noexcept {
  state::VolumeView view;
  view.self = {model[0], model[1]};
  view.has_lagged = model[2] >= 0;
  if (view.has_lagged) {
    view.lagged = {model[2], model[3]};
  }
  return view;
}

// A machine that too few others are like: nothing says that the whole business did not grow today.
bool may_be_demand(const state::Scene& scene, double p) noexcept {
  constexpr double beyond_demand = 1e-7;
  const bool has_common_mode =
      scene.group.snapshot.common_mode.peers > stats::common_mode_peers_min;
  return !is_person(scene.principal.kind) && !has_common_mode && p > beyond_demand;
}

// Explained volume is a busy day: a ticket at most. Where reasons are not sent, it must at least be
// more than team-mates open.
Route loudest_route(const Input& input, const Window& window) noexcept {
  const state::Scene& scene = input.scene;
  if (may_be_demand(scene, window.p)) {
    return Route::ticket;
  }
  const WorkBehind work = work_behind(scene);
  const auto observed = static_cast<double>(window.track.x);
  const bool pages = work.can_tell
                         ? is_unexplained_volume(work, input.appraisal.hour.quoted().mean)
                         : scene.group.snapshot.members < input.settings.peers_judge_min ||
                               stands_out_of_team(observed, window.team, window.track.exposure);
  return pages ? Route::page : Route::ticket;
}

void judge_window(const Input& input, const Window& window, EvidenceList& out) noexcept {
  const state::Scene& scene = input.scene;
  const std::uint64_t opportunity = hash_combine(static_cast<std::uint64_t>(window.track.window),
                                                 static_cast<std::uint64_t>(window.leg));
  Evidence evidence =
      begin_evidence(DetectorId::excessive_subjects, scene, scene.principal_key, opportunity);
  evidence.leg = window.leg;
  evidence.unit =
      window.leg == hour_leg ? Unit::data_subjects_per_hour : Unit::data_subjects_per_day;
  evidence.observed = static_cast<double>(window.track.x);
  evidence.p_value = window.p;
  if (evidence.is_surprising()) {
    evidence.is_finished = false;
    evidence.model = model_of(window.view);
    evidence.passes_gate = is_clearly_above(evidence.observed, window.view.quoted().mean);
    if (evidence.passes_gate) {
      evidence.route_max = loudest_route(input, window);
    }
    evidence.effective_samples = window.track.windows_learnt;
    evidence.unexplained = scene.principal.justification.unexplained;
    quote_peers(evidence,
                scene.group.snapshot.members,
                window.peers_highest,
                input.settings.peers_told_min);
  }
  out.push_back(evidence);
}

}  // namespace

void excessive_subjects(const Input& input, EvidenceList& out) noexcept {
  const state::Scene& scene = input.scene;
  if (scene.is_late || scene.counted.new_this_hour == 0) {
    return;
  }
  const state::PeerSnapshot& peers = scene.group.snapshot;
  judge_window(input,
               {input.appraisal.hour,
                scene.principal.hour,
                peers.hour,
                input.appraisal.hour_p,
                peers.highest_hour,
                hour_leg},
               out);
  if (scene.counted.new_today > 0) {
    judge_window(input,
                 {input.appraisal.day,
                  scene.principal.day,
                  peers.day,
                  input.appraisal.day_p,
                  peers.highest_day,
                  day_leg},
                 out);
  }
}

void finish_excessive_subjects(Evidence& evidence) noexcept {
  const state::VolumeView view = view_of(evidence.model);
  const stats::NegativeBinomial& expected = view.quoted();
  const stats::Interval interval = expected.expected();
  evidence.p_at_least = view.p_at_least(static_cast<std::int64_t>(evidence.observed));
  evidence.expected_low = interval.low;
  evidence.expected_high = interval.high;
  evidence.would_not_fire_below = std::max(static_cast<double>(expected.first_at_most(firing_p)),
                                           std::max(expected.mean + 10, 2 * expected.mean));
}

std::string excessive_subjects_sentence(const Evidence& evidence, const SentenceWords& words) {
  std::string sentence = fmt::format("{} opened {} {}; {} is expected {}",
                                     words.entity,
                                     count_of(evidence.observed, "customer", "different customers"),
                                     words.window,
                                     range(evidence.expected_low, evidence.expected_high),
                                     evidence.leg == hour_leg ? "at this hour" : "on such a day");
  if (evidence.peers > 0) {
    sentence += fmt::format(" and the busiest of {} team-mates opened {}",
                            evidence.peers,
                            number(evidence.peers_highest));
  }
  sentence += fmt::format(". That many or more is {}.", odds(evidence.p_at_least));
  if (evidence.unexplained >= 1) {
    sentence += fmt::format(" {} of today's had no ticket or conversation behind them.",
                            number(std::floor(evidence.unexplained)));
  }
  return sentence;
}

}  // namespace centinela::detectors
