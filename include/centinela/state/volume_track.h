// VolumeTrack: one entity's counts in tumbling windows of one width, and its baseline. Floor 3.
//
// The open window is what is judged; a window teaches the baseline only when it closes, winsorised
// and weighted by how it was judged (machinery (l)). Active windows only: an hour without work says
// nothing about how many customers an hour of work brings. Confined to one thread.
#pragma once

#include "centinela/base/fixed_vector.h"
#include "centinela/stats/count_model.h"
#include "centinela/stats/group_prior.h"

#include <array>
#include <cstdint>

namespace centinela::state {

inline constexpr std::int64_t no_window = INT64_MIN;

// A closed window that was too surprising to be learnt; a ruling or a level change releases it.
struct QuarantinedWindow {
  std::int64_t window = no_window;
  double x = 0;
  double exposure = 1;

  template <class Archive>
  void describe(Archive& archive) {
    archive(window, x, exposure);
  }
};

struct VolumeTrack {
  std::int64_t window = no_window;  // the open window
  std::int64_t x = 0;               // its count so far
  double exposure = 1;              // its seasonal factor, fixed when it opened
  double smallest_p = 1;            // the most surprising moment of the window
  std::int64_t learnt_window = no_window;
  stats::CountModel model;
  bool has_model = false;
  double windows_learnt = 0;
  stats::MemberSums sums;                     // what this member adds to its peer group
  std::array<stats::CountModel, 5> weekly{};  // the model at the end of each of the last weeks
  std::array<std::int64_t, 5> weekly_index{no_window, no_window, no_window, no_window, no_window};
  FixedVector<QuarantinedWindow, 4> quarantine;
  std::int64_t cleared_window = no_window;  // an analyst called it benign while it was open
  bool keeps_quarantine = false;  // ruled malicious: what is held is never learnt, however old

  template <class Archive>
  void describe(Archive& archive) {
    archive(window, x, exposure, smallest_p, learnt_window, model, has_model, windows_learnt);
    archive(sums, weekly, weekly_index, quarantine, cleared_window, keeps_quarantine);
  }
};

}  // namespace centinela::state
