// close_cohort_days: the daily look at cohorts (D24). Floor 3, deterministic, one thread.
#pragma once

#include "centinela/state/cohort_state.h"
#include "centinela/state/world.h"

#include <vector>

namespace centinela::state {

struct CohortSettings {
  bool by_hire_month = true;  // off where law may not allow to watch it
};

// The open or just ending day of one person as a score.
[[nodiscard]] DayScore score_day(const PrincipalState& principal, const PeerGroup& group) noexcept;

// Closes the days that the log has left behind: at noon UTC of the day after, when the day is over
// in every zone and its accesses are settled. Adds the cohorts that drift up. Cheap when no day
// ended.
void close_cohort_days(World& world,
                       const CohortSettings& settings,
                       std::vector<CohortSurge>& surges);

}  // namespace centinela::state
