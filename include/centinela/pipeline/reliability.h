// Reliability: how often calibrated p-values were as rare as they said. Floor 8, one thread.
//
// A witness for evaluations, not part of any judgement: it reads each closed opportunity as the
// calibration of the alerter would have before it, and counts by day. On days without attacks the
// share of p <= a should be a. Off unless somebody watches; bounded by days · strata.
#pragma once

#include "centinela/fusion/calibration.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>

namespace centinela::pipeline {

class Reliability {
 public:
  static constexpr std::array<double, 10> levels{
      0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0001};
  static constexpr std::size_t days_max = 4000;  // beyond them nothing more is counted

  struct Count {
    std::uint64_t opportunities = 0;
    std::array<std::uint64_t, levels.size()> at_most{};  // calibrated p <= levels[i]
  };
  // UTC day of the log's time, stratum index.
  using Key = std::pair<std::int64_t, std::size_t>;
  struct Entry {
    fusion::Stratum stratum;
    Count count;
  };

  // p is that of the closed opportunity, as the calibration takes it.
  void observe(std::int64_t day, TenantToken tenant, const fusion::Stratum& stratum, double p);

  // In the order of days, then strata.
  [[nodiscard]] const std::map<Key, Entry>& counts() const noexcept { return counts_; }

 private:
  fusion::Calibration calibration_;
  std::map<Key, Entry> counts_;
};

}  // namespace centinela::pipeline
