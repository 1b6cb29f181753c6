#include "centinela/state/drift_pool.h"

#include <algorithm>

namespace centinela::state {
namespace {

constexpr std::size_t days_min = 500;  // fewer do not measure a run length
// Forgets over about a year of a small role's days, so that a role may change its habits.
constexpr double autocorrelation_memory = 0.9995;

}  // namespace

void DriftPool::add(const DriftStep& step, std::int32_t day) {
  note(step, day);
  if (step.has_previous) {
    autocorrelation_.products *= autocorrelation_memory;
    autocorrelation_.squares *= autocorrelation_memory;
    // A single planted day must not bend what is pooled for everybody.
    autocorrelation_.add(std::clamp(step.previous_z, -3.0, 3.0), std::clamp(step.z, -3.0, 3.0));
  }
  const auto z = static_cast<float>(step.whitened);
  if (null_z_.size() < days_max) {
    null_z_.push_back(z);
  } else {
    null_z_[next_] = z;
    next_ = (next_ + 1) % days_max;
  }
}

void DriftPool::refresh(DriftScale& scale, std::int32_t day) {
  if (null_z_.size() < days_min) {
    return;  // too few to tell: the coarser group's scale stands
  }
  if (day > measured_day_) {
    measured_day_ = day;
    const std::vector<double> z(null_z_.begin(), null_z_.end());
    measured_ = static_cast<float>(stats::cusum_threshold(z, drift_run_length));
  }
  scale.rho = static_cast<float>(autocorrelation_.rho());
  scale.threshold = measured_;
}

}  // namespace centinela::state
