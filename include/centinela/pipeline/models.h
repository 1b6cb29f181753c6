// Models: what a shard scores with, immutable and shared. Floor 8.
#pragma once

#include "centinela/base/result.h"
#include "centinela/forest/forest.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace centinela::pipeline {

// The anomaly scores of the training history at fixed upper shares: a score read as a p-value.
struct ScoreTable {
  std::vector<double> p;      // descending
  std::vector<double> score;  // ascending: `p[i]` of the training events score at least `score[i]`
  std::vector<double> log_p{};  // ln p, read per event; by index_logs(), else worked out each time

  void index_logs();

  // Interpolated in ln p; 1 below the table, its last p beyond it.
  [[nodiscard]] double p_value(double score) const noexcept;
  // The anomaly score that 1 in 20 training events reaches.
  [[nodiscard]] double usual_high() const noexcept;
};

struct Models {
  std::optional<forest::Forest> forest;
  ScoreTable scores;
  std::string hash = "none";  // "sha256:…" of the manifest's files

  // One text line per share; written by `train` as calibration.tsv.
  [[nodiscard]] static std::string encode_scores(const ScoreTable& table);
  [[nodiscard]] static Result<ScoreTable> decode_scores(std::string_view text);
};

// From the anomaly scores of a history; at least 100.
[[nodiscard]] ScoreTable tabulate_scores(std::vector<double> scores);

}  // namespace centinela::pipeline
