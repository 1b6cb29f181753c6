// `centinela evaluate`: judges a run's alerts against a labelled workload. Floor 10.
#pragma once

#include "centinela/base/result.h"

#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

namespace centinela::app {

struct EvaluateOptions {
  std::filesystem::path truth;   // directory, as `simulate` writes it
  std::filesystem::path alerts;  // JSON lines, every revision
  std::vector<double> budgets{5, 20, 50};
  std::filesystem::path scores;   // what replay --scores wrote; empty = none
  std::filesystem::path against;  // another run's alerts; empty = none
  std::filesystem::path
      json;  // reports beside the table on `out`, or with "-" instead of it; empty = none
  std::filesystem::path markdown;
  std::filesystem::path html;
};

// Error: usage (files), io, bad_data (with file and line).
[[nodiscard]] Result<void> evaluate(const EvaluateOptions& options, std::ostream& out);

}  // namespace centinela::app
