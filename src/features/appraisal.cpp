#include "centinela/features/appraisal.h"

#include <array>

namespace centinela::features {
namespace {

// Below this many deviations above the mean the tail is no rarer than 1 in 5, which nobody would
// call a surprise, and need not be computed.
bool is_ordinary(const stats::NegativeBinomial& expected, double x) noexcept {
  constexpr double deviations = 0.7;
  const double above = x - expected.mean;
  return above <= 0 || above * above <= deviations * deviations * expected.variance();
}

double tail_p(const state::VolumeView& view, std::int64_t x, state::TailMemo& memo) noexcept {
  const std::array<double, 4> model = {view.self.mean,
                                       view.self.inverse_size,
                                       view.has_lagged ? view.lagged.mean : -1,
                                       view.lagged.inverse_size};
  if (memo.x != x || memo.model != model) {
    memo = {x, model, view.p_above_mid(x)};
  }
  return memo.p;
}

double count_p(const state::VolumeView& view, std::int64_t x, state::TailMemo& memo) noexcept {
  const auto count = static_cast<double>(x);
  const bool is_below =
      is_ordinary(view.self, count) && (!view.has_lagged || is_ordinary(view.lagged, count));
  return is_below ? 1.0 : tail_p(view, x, memo);
}

}  // namespace

Appraisal appraise(const state::Scene& scene) noexcept {
  state::PrincipalState& principal = scene.principal;
  const state::PeerSnapshot& peers = scene.group.snapshot;
  Appraisal appraisal;
  appraisal.hour =
      state::predict(principal.hour, peers.hour, principal.hour.exposure, scene.hour / 168);
  appraisal.day =
      state::predict(principal.day, peers.day, principal.day.exposure, scene.local.day / 7);
  appraisal.hour_p = count_p(appraisal.hour, principal.hour.x, principal.hour_tail);
  appraisal.day_p = count_p(appraisal.day, principal.day.x, principal.day_tail);
  if (scene.record_class != nullptr) {
    appraisal.amount = state::judge_amounts(*scene.record_class, scene.group.snapshot);
  }
  for (const state::Sight& sight : state::sights_of(scene.event)) {
    const Novelty novelty = novelty_of(scene, sight);
    if (novelty.is_first_today) {
      appraisal.novelties.push_back({sight, novelty});
    }
  }
  if (scene.is_first_of_hour) {
    appraisal.hour_of_week = hour_rarity(scene);
  }
  return appraisal;
}

}  // namespace centinela::features
