// CalibrationCurve: how often calibrated p-values were as rare as they said, on the judged days.
// Floor 9, plain values. Read from what `replay --scores` writes.
#pragma once

#include "centinela/base/result.h"
#include "centinela/base/time.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace centinela::evaluation {

struct CalibrationPoint {
  double nominal = 0;
  std::uint64_t at_most = 0;  // opportunities with p <= nominal
};

struct CalibrationCurve {
  std::string kind;  // of principals; "all" for the sum
  std::uint64_t opportunities = 0;
  std::vector<CalibrationPoint> points;  // by falling nominal

  [[nodiscard]] double expected(const CalibrationPoint& point) const noexcept {
    return point.nominal * static_cast<double>(opportunities);
  }
  // Realised over nominal rate; 0 without opportunities.
  [[nodiscard]] double ratio(const CalibrationPoint& point) const noexcept;
};

// Below as many expected exceedances a ratio is judged by a Poisson interval instead.
inline constexpr double exceedances_min = 30;

// Whether the count may be a Poisson of the expected mean: within its central 95 %.
[[nodiscard]] bool is_plausible(std::uint64_t count, double expected) noexcept;

// The sum of all kinds first, then each kind by name; empty when no day is judged.
// Error: io, bad_data (with file and line).
[[nodiscard]] Result<std::vector<CalibrationCurve>> read_scores(const std::filesystem::path& path,
                                                                EventTime from,
                                                                EventTime to);

}  // namespace centinela::evaluation
