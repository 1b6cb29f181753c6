// DriftPool: how the days of a role's members scatter around their references, (g). Floor 3.
//
// A ring of the latest whitened z under the null, from which the CUSUM's threshold is measured once
// a day, and the sums of their autocorrelation. Bounded; on the heap only where it is fed.
#pragma once

#include "centinela/state/drift_track.h"

#include <cstdint>
#include <vector>

namespace centinela::state {

class DriftPool {
 public:
  static constexpr std::size_t days_max = 2048;

  void add(const DriftStep& step, std::int32_t day);
  // Into the sums of the day only.
  void note(const DriftStep& step, std::int32_t day) noexcept { sums_.note(day, step.z); }
  // Measured anew once a day; until there are enough days the threshold is 0, "not measured".
  void refresh(DriftScale& scale, std::int32_t day);
  [[nodiscard]] const DriftScale& sums() const noexcept { return sums_; }

  template <class Archive>
  void describe(Archive& archive) {
    archive(autocorrelation_, null_z_, next_, measured_day_, measured_, sums_);
  }

 private:
  stats::PooledAutocorrelation autocorrelation_;
  std::vector<float> null_z_;
  std::uint32_t next_ = 0;
  std::int32_t measured_day_ = INT32_MIN;
  float measured_ = 0;
  DriftScale sums_;
};

}  // namespace centinela::state
