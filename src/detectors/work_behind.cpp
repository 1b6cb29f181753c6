#include "work_behind.h"

#include <algorithm>

namespace centinela::detectors {
namespace {

// Where more of the usual accesses than this have no reason, the lack of one says nothing.
constexpr double reasons_usual_from = 0.4;
constexpr double peers_beyond = 0.05;

// The weakest explanation that settles an access at once still leaves this much of it open.
constexpr double left_open = 0.2;

}  // namespace

WorkBehind work_behind(const state::Scene& scene) noexcept {
  const state::JustificationTrack& today = scene.principal.justification;
  const double usual_share =
      scene.group.snapshot.unexplained.posterior(today.past_unexplained, today.past_resolved)
          .mean();
  WorkBehind work;
  work.can_tell = scene.tenant.explained > 0 && usual_share < reasons_usual_from;
  if (today.day != scene.local.day) {
    return work;
  }
  // u = n_open + left_open·(n − n_open), solved for n_open: the least that can be without a reason.
  work.unexplained =
      std::max(0.0, today.unexplained - left_open * today.resolved) / (1 - left_open);
  work.unexplained_usual = usual_share * today.resolved;
  work.waiting = std::max(0.0, static_cast<double>(scene.principal.day.x) - today.resolved);
  return work;
}

bool is_clearly_above(double observed, double mean) noexcept {
  return observed >= mean + 10 && observed >= 2 * mean;
}

bool is_unexplained_volume(const WorkBehind& work, double usual_hour) noexcept {
  return is_clearly_above(work.unexplained, work.unexplained_usual) ||
         is_clearly_above(work.waiting, usual_hour);
}

bool is_explained_work(const Input& input, double amount) noexcept {
  constexpr double per_customer = 3;
  const WorkBehind work = work_behind(input.scene);
  return work.can_tell &&
         amount <= per_customer * static_cast<double>(input.scene.principal.day.x) &&
         !is_unexplained_volume(work, input.appraisal.hour.quoted().mean);
}

bool stands_out_of_team(double observed, const stats::GroupPrior& team, double exposure) noexcept {
  const stats::NegativeBinomial member = stats::CountModel::from(team).predictive(exposure, team);
  return member.p_at_least(static_cast<std::int64_t>(observed)) <= peers_beyond;
}

}  // namespace centinela::detectors
