// D21 bulk_change: are more records or weightier fields changed than usual?
//
// View: principal. Family: integrity. Statistic: gamma-Poisson (b) on records changed a day, and
// apart from it on weighty ones (payout, consent, second factor), whose surprise counts with weight
// 10: a weighted p-value, p/10 (Genovese, Roeder, Wasserman 2006; weighty changes are the smaller
// part, so the mean weight stays near 1).
// The expected count follows the day's customers (weighty: the explained ones) above their usual.
// Gate: at least 5 weighty changes, or 20 others, and twice the expected; up to three others
// to a customer of explained work are a ticket at most.
// Cold start: the role's rate; days before the first change count as days without one.
// Abstains for events that change nothing; announced batches (context.change) are not judged.
#include "centinela/detectors/detectors.h"
#include "centinela/state/volume.h"

#include "work_behind.h"

#include <fmt/format.h>

#include <algorithm>

namespace centinela::detectors {
namespace {

constexpr Leg all_leg = 0;
constexpr Leg weighty_leg = 1;
constexpr double weight_of_weighty = 10;

struct Window {
  const state::VolumeTrack& track;
  const stats::GroupPrior& prior;
  Leg leg;
  double gate;
};

// Changes follow the work: twice the customers, twice the changes. Given the day's customers the
// count says what volume does not, so the two families stay disjoint. Weighty changes follow only
// work that is explained.
double work_factor(const Input& input, Leg leg) noexcept {
  const state::Scene& scene = input.scene;
  const WorkBehind work = work_behind(scene);
  const auto opened = static_cast<double>(scene.principal.day.x);
  const double unsettled = work.unexplained + work.waiting;
  const double followed =
      leg == all_leg ? opened : (work.can_tell ? std::max(0.0, opened - unsettled) : 0);
  return std::max(1.0, followed / std::max(input.appraisal.day.quoted().mean, 1.0));
}

// Other changes that come with explained work are that work.
Route loudest_route(const Input& input, const Window& window) noexcept {
  const bool is_work =
      input.scene.aside.has_job ||
      (window.leg == all_leg && is_explained_work(input, static_cast<double>(window.track.x)));
  return is_work ? Route::ticket : Route::page;
}

void judge_window(const Input& input, const Window& window, EvidenceList& out) noexcept {
  const state::Scene& scene = input.scene;
  const state::VolumeView view =
      state::predict(window.track,
                     window.prior,
                     window.track.exposure * work_factor(input, window.leg),
                     scene.local.day / 7);
  const std::int64_t x = window.track.x;
  Evidence evidence = begin_daily(DetectorId::bulk_change, scene, window.leg);
  evidence.unit = Unit::changes_per_day;
  evidence.observed = static_cast<double>(x);
  evidence.p_value = view.p_above_mid(x);
  if (evidence.is_surprising()) {
    const state::ChangeTrack& changes = *scene.principal.changes;
    evidence.p_at_least = view.p_at_least(x);
    const stats::Interval expected = view.quoted().expected();
    evidence.expected_low = expected.low;
    evidence.expected_high = expected.high;
    evidence.would_not_fire_below =
        std::max(window.gate, static_cast<double>(view.quoted().first_at_most(1e-4)));
    evidence.passes_gate =
        evidence.observed >= window.gate && evidence.observed >= 2 * view.quoted().mean;
    evidence.route_max = loudest_route(input, window);
    evidence.weight = window.leg == weighty_leg ? weight_of_weighty : 1;
    evidence.word = scene.event.resource.record_class.value();
    evidence.effective_samples = window.track.windows_learnt;
    evidence.unexplained = window.leg == weighty_leg ? static_cast<double>(changes.unbacked) : 0;
    evidence.facts = {
        static_cast<double>(changes.unbacked),
        static_cast<double>((scene.event.time - changes.first_today).count()) / 60'000,
        0,
        0};
    quote_peers(evidence, scene.group.snapshot.members, 0, input.settings.peers_told_min);
  }
  out.push_back(evidence);
}

}  // namespace

void bulk_change(const Input& input, EvidenceList& out) noexcept {
  const state::Scene& scene = input.scene;
  if (scene.aside.other_changes == 0 || !is_absent(scene.event.context.change)) {
    return;
  }
  const state::ChangeTrack& changes = *scene.principal.changes;
  const state::PeerSnapshot& peers = scene.group.snapshot;
  judge_window(input, {changes.all, peers.changes, all_leg, 20}, out);
  if (scene.aside.weighty_changes > 0) {
    judge_window(input, {changes.weighty, peers.weighty_changes, weighty_leg, 5}, out);
  }
}

std::string bulk_change_sentence(const Evidence& evidence, const SentenceWords& words) {
  const bool is_weighty = evidence.leg == weighty_leg;
  std::string sentence =
      fmt::format("{} changed {}{} {} within {}; {} a day is expected. That many or more is {}.",
                  words.entity,
                  is_weighty ? "payout, consent or sign-in data of " : "",
                  count_of(evidence.observed,
                           is_weighty ? "customer" : "record",
                           is_weighty ? "customers" : "records"),
                  words.window,
                  minutes_long(evidence.facts[1]),
                  range(evidence.expected_low, evidence.expected_high),
                  odds(evidence.p_at_least));
  if (is_weighty && evidence.facts[0] >= 1) {
    sentence += fmt::format(" {} of them had no ticket, call or change record behind them.",
                            number(evidence.facts[0]));
  }
  return sentence;
}

}  // namespace centinela::detectors
