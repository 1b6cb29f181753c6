// Which detector and leg a closed opportunity belongs to. Floor 8, private to pipeline, pure.
#pragma once

#include "centinela/fusion/calibration.h"
#include "centinela/state/observe.h"

namespace centinela::pipeline {

[[nodiscard]] fusion::Stratum stratum_of(const state::ClosedOpportunity& closed) noexcept;

}  // namespace centinela::pipeline
