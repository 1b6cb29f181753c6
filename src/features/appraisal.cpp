#include "centinela/features/appraisal.h"

namespace centinela::features {
namespace {

// Below the mean there is nothing to be surprised at, and the tail need not be computed.
double count_p(const state::VolumeView& view, std::int64_t x) noexcept {
  const bool is_below = static_cast<double>(x) <= view.self.mean &&
                        (!view.has_lagged || static_cast<double>(x) <= view.lagged.mean);
  return is_below ? 1.0 : view.p_above_mid(x);
}

}  // namespace

Appraisal appraise(const state::Scene& scene) noexcept {
  const state::PrincipalState& principal = scene.principal;
  const state::PeerSnapshot& peers = scene.group.snapshot;
  Appraisal appraisal;
  appraisal.hour =
      state::predict(principal.hour, peers.hour, principal.hour.exposure, scene.hour / 168);
  appraisal.day =
      state::predict(principal.day, peers.day, principal.day.exposure, scene.local.day / 7);
  appraisal.hour_p = count_p(appraisal.hour, principal.hour.x);
  appraisal.day_p = count_p(appraisal.day, principal.day.x);
  if (scene.record_class != nullptr) {
    appraisal.amount = state::judge_amounts(*scene.record_class, scene.group);
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
