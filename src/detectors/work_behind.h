// How much of the day's work has a reason behind it: what volume may page for. Floor 5, private to
// detectors, pure.
//
// Volume that tickets, conversations, incidents or changes explain is a busy day. It stays worth a
// ticket; a page needs accesses that nothing explains, or a tenant that cannot tell.
#pragma once

#include "centinela/detectors/input.h"
#include "centinela/stats/count_model.h"

namespace centinela::detectors {

struct WorkBehind {
  bool can_tell = false;   // the tenant sends reasons, and most accesses of such people have one
  double unexplained = 0;  // of today's customers, at least; their grace time is over
  double unexplained_usual = 0;  // as many would have no reason on any day with that much work
  double waiting = 0;  // no reason yet and still within the grace time, or too many to mark
};

[[nodiscard]] WorkBehind work_behind(const state::Scene& scene) noexcept;

// At least 10 above the mean and at least twice it: the gate of the family volume (k).
[[nodiscard]] bool is_clearly_above(double observed, double mean) noexcept;

// What nothing explains is clearly above its usual share; or those that still wait for a reason are
// more than the whole usual volume of an hour, which need not wait for the grace time.
[[nodiscard]] bool is_unexplained_volume(const WorkBehind& work, double usual_hour) noexcept;

// So much of something (changes, records) as that many explained customers bring: up to three each.
[[nodiscard]] bool is_explained_work(const Input& input, double amount) noexcept;

// Fewer than one in twenty of the team reach as much on such a day; true without enough members to
// say so. Gate (c).
[[nodiscard]] bool stands_out_of_team(double observed,
                                      const stats::GroupPrior& team,
                                      double exposure) noexcept;

}  // namespace centinela::detectors
