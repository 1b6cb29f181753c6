// ScoreCalibrator: from a score to an honest p-value, machinery (h). Floor 1, a value, one thread.
//
// Scores are -ln p of an analytic p (randomised where it is discrete), larger is stranger. The
// calibrator keeps the newest `capacity` null scores and reads a new one by its rank among them,
// continued by a generalised Pareto tail above the 98 % quantile. It takes every score, alerted or
// not (the second ledger); only what a malicious ruling names is kept away by the caller.
#pragma once

#include "centinela/stats/pareto_tail.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace centinela::stats {

struct CalibratorOptions {
  std::uint32_t capacity = 4096;
  double tail_from = 0.98;               // quantile above which the tail is fitted
  std::uint32_t tail_excesses_min = 30;  // distinct excesses below which no tail is fitted
  std::uint32_t refit_divisor = 50;      // new scores are taken in when n/divisor of them wait
  double reach = 100;                    // how far beyond its own size a reservoir may speak
  double prior_support = 1000;           // scores that the analytic p is worth before any was seen

  template <class Archive>
  void describe(Archive& archive) {
    archive(capacity, tail_from, tail_excesses_min, refit_divisor, reach, prior_support);
  }
};

class ScoreCalibrator {
 public:
  ScoreCalibrator() : ScoreCalibrator(CalibratorOptions{}) {}
  explicit ScoreCalibrator(const CalibratorOptions& options);

  // Clamped to [0, largest_surprise]. Amortised O(divisor); allocates until the reservoir is full.
  void add(double score);

  // Calibrated P(score at least this), in [floor(), 1], non-increasing in score. A fitted shape is
  // pulled to 0 (conformal.cpp says why). The fallback for
  // a young reservoir is the analytic p, exp(-score).
  [[nodiscard]] double p_value(double score) const noexcept;
  // The same with another fallback: the p of the stratum above (tenant → all tenants).
  [[nodiscard]] double p_value(double score, double fallback_p) const noexcept;
  // Without the floor: to order what all lies at the floor, never to be printed.
  [[nodiscard]] double ranking_p(double score, double fallback_p) const noexcept;

  // Nothing rarer is said: 1/(reach·(max(n, prior_support) + 1)).
  [[nodiscard]] double floor() const noexcept;
  // Scores that p_value() reads (what waits for the next refit is not among them).
  [[nodiscard]] std::size_t size() const noexcept { return sorted_.size(); }
  [[nodiscard]] bool has_tail() const noexcept { return has_tail_; }
  [[nodiscard]] const ParetoTail& tail() const noexcept { return tail_; }
  // Realised over nominal rate at the end of the measured body; what the analytic tail is
  // multiplied by while there is no fitted tail. 1 below tail_excesses_min scores.
  [[nodiscard]] double inflation() const noexcept;

  // The derived parts (sorted copy, tail) are rebuilt from ring and waiting scores, so a restored
  // calibrator answers bit for bit as the saved one.
  template <class Archive>
  void describe(Archive& archive) {
    archive(options_, ring_, next_, waiting_);
    rebuild();
  }

 private:
  void take_in_waiting();
  void rebuild();
  void refit() noexcept;
  [[nodiscard]] double empirical_p(double score) const noexcept;
  [[nodiscard]] double rank_p(double score) const noexcept;

  CalibratorOptions options_;
  std::vector<double> ring_;  // newest scores, oldest at next_ once full
  std::uint32_t next_ = 0;
  std::vector<double> waiting_;  // added since the last refit, in order
  std::vector<double> sorted_;   // ring_, ascending
  ParetoTail tail_;
  double body_end_ = 0;  // without a tail: last score read by rank
  double body_end_p_ = 1;
  bool has_tail_ = false;
};

}  // namespace centinela::stats
