// AUROC and average precision of scores against labels. Floor 9, pure; borrows for the call only.
#pragma once

#include "centinela/base/result.h"

#include <cstdint>
#include <span>

namespace centinela::evaluation {

struct RankingMetrics {
  // Probability that a random anomaly scores above a random normal row; ties count half.
  double auroc = 0;
  // Sum over distinct scores, from the top, of precision times the recall gained there: a block
  // of ties counts as one step, so the order of equal scores does not matter.
  double average_precision = 0;
};

// labels[i] is 1 for an anomaly, else 0; higher scores mean more anomalous.
// Error (bad_data): unequal lengths, another label, a NaN score, or only one of the two labels.
[[nodiscard]] Result<RankingMetrics> ranking_metrics(std::span<const double> scores,
                                                     std::span<const std::uint8_t> labels);

}  // namespace centinela::evaluation
