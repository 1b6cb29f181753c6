// Drift over days and weeks, machinery (g): CUSUM, pre-whitening and the e-detector. Floor 1.
//
// Pure values of a few words, one step a day. The z comes from p against a reference lagged by 28
// days that the caller keeps, and keeps frozen while is_frozen().
#pragma once

#include <cstdint>
#include <span>

namespace centinela::stats {

// One-sided CUSUM, S ← max(0, S + z - k) (Page 1954).
struct Cusum {
  double sum = 0;
  std::int64_t steps_up = 0;  // steps since sum was last 0: where the change seems to have begun

  static constexpr double default_slack = 0.5;
  static constexpr double freeze_above = 2;

  void step(double z, double slack = default_slack) noexcept;
  // While true the reference must not move, or the drift would become its own baseline.
  [[nodiscard]] bool is_frozen() const noexcept { return sum > freeze_above; }

  template <class Archive>
  void describe(Archive& archive) {
    archive(sum, steps_up);
  }
  friend bool operator==(const Cusum&, const Cusum&) = default;
};

inline constexpr double autocorrelation_cap = 0.6;

// Pools the lag-1 autocorrelation of a role's daily z; z has mean 0 under the null by construction.
struct PooledAutocorrelation {
  double products = 0;
  double squares = 0;

  void add(double previous_z, double z) noexcept;
  // Clipped to [0, 0.6]; 0 when nothing was added.
  [[nodiscard]] double rho() const noexcept;

  template <class Archive>
  void describe(Archive& archive) {
    archive(products, squares);
  }
};

// (z - ρ·previous)/√(1-ρ²): independent unit steps again under AR(1). The first z passes as it is.
struct Prewhitener {
  double previous = 0;
  bool has_previous = false;

  [[nodiscard]] double step(double z, double rho) noexcept;

  template <class Archive>
  void describe(Archive& archive) {
    archive(previous, has_previous);
  }
};

// Mean steps between alarms of a CUSUM restarted at each alarm, over null z in time order. The
// whole length when there is no alarm.
[[nodiscard]] double cusum_run_length(std::span<const double> null_z,
                                      double threshold,
                                      double slack = Cusum::default_slack) noexcept;

// The threshold h whose run length is as asked, measured on a role's pooled null z. Where the data
// are too short to show 20 alarms at h, ln(run length) is continued linearly from the thresholds
// where they do (it is asymptotically linear; Siegmund 1985). Falls back to cusum_threshold_normal
// below 500 values. Within [2, 40].
[[nodiscard]] double cusum_threshold(std::span<const double> null_z,
                                     double run_length,
                                     double slack = Cusum::default_slack) noexcept;

// Siegmund's approximation for independent standard normal z:
// run length = (e^(2kb) - 2kb - 1)/(2k²), b = h + 1.166.
[[nodiscard]] double cusum_threshold_normal(double run_length,
                                            double slack = Cusum::default_slack) noexcept;

// A CUSUM's sum as a p: one over Siegmund's run length at a threshold of that sum, so 1e-3 is what
// one entity shows once in a thousand steps. In (0, ½].
[[nodiscard]] double cusum_p(double sum, double slack = Cusum::default_slack) noexcept;

// ln e(p), e(p) = (1 - p + p ln p)/(p ln² p): the mixture over k in [0, 1] of k·p^(k-1), mean 1
// under the null. At p = 1 the limit is ½.
[[nodiscard]] double log_e_value(double p) noexcept;

// Shiryaev–Roberts e-detector, M ← (M·d + 1)·e (Shin, Ramdas, Rinaldo 2023), kept as ln(1 + M).
// With d = 1 the mean time to a false alarm at M >= 1/alpha is at least 1/alpha steps; d < 1 makes
// it forget and is a heuristic that only lengthens it.
struct EDetector {
  double log_one_plus_m = 0;

  void step(double p, double decay = 1) noexcept;
  [[nodiscard]] double log_m() const noexcept;
  [[nodiscard]] bool alarms(double alpha) const noexcept;

  template <class Archive>
  void describe(Archive& archive) {
    archive(log_one_plus_m);
  }
  friend bool operator==(const EDetector&, const EDetector&) = default;
};

}  // namespace centinela::stats
