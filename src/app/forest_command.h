// centinela forest fit and score: the forest alone, on any numeric table. Floor 10.
//
// Each reads and writes the files its options name; what a person reads goes to `out`.
#pragma once

#include "centinela/base/result.h"

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>

namespace centinela::app {

struct ForestFitOptions {
  std::filesystem::path input;  // CSV, plain, gzip or zstd
  // This column is no feature; its values are not looked at.
  std::optional<std::string> label;
  std::uint64_t trees = 100;
  std::uint64_t sample = 256;
  std::uint64_t seed = 1;
  bool ensemble = false;
  std::filesystem::path model;
};

struct ForestScoreOptions {
  std::filesystem::path input;
  // This column holds 0 or 1: the ranking is judged by it.
  std::optional<std::string> label;
  std::filesystem::path model;
  // Scores as CSV. Absent: to `out` when there is no label, else not at all.
  std::optional<std::filesystem::path> output;
};

// Writes the model file and one line to `out` that says what was learnt from.
[[nodiscard]] Result<void> forest_fit(const ForestFitOptions& options, std::ostream& out);

// One score a row in the order of the rows, header "score", higher = more anomalous, with as many
// digits as give the same double again. With a label, "AUROC x" and "AP x" go to `out`.
// Columns are matched to the model's features by name; others are ignored.
[[nodiscard]] Result<void> forest_score(const ForestScoreOptions& options, std::ostream& out);

}  // namespace centinela::app
