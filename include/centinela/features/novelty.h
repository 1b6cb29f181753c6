// How rare a value is for somebody, with the peers behind it, machinery (e). Floor 4, pure.
#pragma once

#include "centinela/state/scene.h"
#include "centinela/state/value_sights.h"

namespace centinela::features {

struct Novelty {
  double p = 1;            // tail sum, in (0, 1]
  double own_days = 0;     // active days on which the principal was seen with the value
  double own_total = 0;    // active days with any value of the attribute
  double peers_share = 0;  // of the group's active days
  double group_days = 0;   // of the group with this value
  bool is_first_today = false;
  bool has_history = false;  // the group or the tenant knows enough to speak
};

// Only the first sight of a value in a day is judged; repeats give p = 1.
[[nodiscard]] Novelty novelty_of(const state::Scene& scene, const state::Sight& sight) noexcept;

// p of being active in this hour of the local week, against own and team's weeks; 1 without a
// week to compare with.
struct HourRarity {
  double p = 1;
  double own_hours = 0;  // active hours known
  double share = 0;      // of own active hours within an hour of this one
  double team_share = 0;
};
[[nodiscard]] HourRarity hour_rarity(const state::Scene& scene) noexcept;

}  // namespace centinela::features
