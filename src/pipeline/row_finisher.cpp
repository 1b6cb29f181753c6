#include "row_finisher.h"

#include "centinela/detectors/detectors.h"
#include "centinela/features/features.h"
#include "centinela/forest/scoring.h"

#include <algorithm>
#include <array>

namespace centinela::pipeline {
namespace {

// Which features made the row stand out: a walk through every tree, several times the cost of the
// score, so only for a reason that is kept.
void name_features(const forest::Forest& forest,
                   std::span<const float> row,
                   detectors::Evidence& evidence) noexcept {
  std::array<double, features::feature_count> shares{};
  forest::attributions(forest, row, shares);
  detectors::ForestScore score;
  score.anomaly_score = evidence.observed;
  score.p_value = evidence.p_value;
  score.usual_high = evidence.expected_high;
  for (std::size_t i = 0; i < score.top_features.size(); ++i) {
    const auto* const top = std::max_element(shares.begin(), shares.end());
    score.top_features[i] = static_cast<std::uint8_t>(top - shares.begin());
    score.top_shares[i] = *top;
    shares[score.top_features[i]] = -1;
  }
  detectors::complete_forest(evidence, score);
}

}  // namespace

void RowFinisher::finish(const void* self, detectors::Evidence& evidence) noexcept {
  detectors::finish(evidence);
  const auto& finisher = *static_cast<const RowFinisher*>(self);
  if (evidence.detector == detectors::DetectorId::forest && finisher.forest != nullptr) {
    name_features(*finisher.forest, finisher.row, evidence);
  }
}

}  // namespace centinela::pipeline
