// Appraisal: the comparisons of one event that features and detectors share. Floor 4, pure.
//
// Computed once an event, so that the forest and the detectors cannot disagree about what was
// expected, and nothing is paid for twice.
#pragma once

#include "centinela/features/novelty.h"
#include "centinela/state/amounts.h"
#include "centinela/state/volume.h"

namespace centinela::features {

struct SightNovelty {
  state::Sight sight;
  Novelty novelty;
};

struct Appraisal {
  state::VolumeView hour;
  state::VolumeView day;
  double hour_p = 1;  // mid-p of the open hour; 1 at or below its mean
  double day_p = 1;
  state::AmountView amount;                                     // only with a record class
  FixedVector<SightNovelty, state::attribute_count> novelties;  // first sights today only
  HourRarity hour_of_week;  // only for the first event of an hour
};

[[nodiscard]] Appraisal appraise(const state::Scene& scene) noexcept;

}  // namespace centinela::features
