// RowFinisher: works out the words of evidence that is kept, the forest's from its row. Floor 8,
// private to pipeline, borrowed for one judgement.
#pragma once

#include "centinela/detectors/evidence.h"
#include "centinela/forest/forest.h"

#include <span>

namespace centinela::pipeline {

struct RowFinisher {
  const forest::Forest* forest = nullptr;  // none: the event has no row
  std::span<const float> row;              // of the event, [feature_count]

  // In the shape that alerting::Finisher asks for; `self` is a RowFinisher.
  static void finish(const void* self, detectors::Evidence& evidence) noexcept;
};

}  // namespace centinela::pipeline
