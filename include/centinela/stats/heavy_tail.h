// LogQuantiles and the robust z of amounts (records, bytes), machinery (f). Floor 1, a value.
//
// A fixed log-histogram over ln(1 + x), 144 bins of 0.2 (x up to 3·10¹²), float weights, 576
// bytes. Within a bin mass is spread evenly: a quantile of ln(1 + x) is off by less than one bin,
// so (1 + x) by a factor below e^0.2. Confined to one thread.
#pragma once

#include <array>
#include <cstddef>

namespace centinela::stats {

// Least MAD that a z is measured with, in units of ln(1 + x).
inline constexpr double mad_floor = 0.25;

// (ln(1 + x) - median)/(1.4826·max(MAD, 0.25)). To be calibrated, never turned into p by a
// Gaussian (5 to 36 times too many alarms).
[[nodiscard]] double heavy_tail_z(double x, double median_log, double mad_log) noexcept;

// P(T >= z) for Student's t with 4 degrees of freedom: a heavy tail for a robust z before it is
// calibrated. In [smallest_p, 1].
[[nodiscard]] double t4_upper(double z) noexcept;

class LogQuantiles {
 public:
  static constexpr std::size_t bins = 144;
  static constexpr double bin_width = 0.2;

  // x < 0 counts as 0, beyond the last bin as the last bin.
  void add(double x, double weight = 1) noexcept;
  // Multiplies every weight; weights below 1e-12 become 0.
  void decay(double forget) noexcept;
  void merge(const LogQuantiles& other) noexcept;

  [[nodiscard]] double total() const noexcept;
  [[nodiscard]] bool empty() const noexcept { return total() <= 0; }
  // In units of x; 0 when empty.
  [[nodiscard]] double quantile(double p) const noexcept;
  // Share of the mass at or below x, in [0, 1]; 0 when empty.
  [[nodiscard]] double rank(double x) const noexcept;
  // In units of ln(1 + x); 0 when empty.
  [[nodiscard]] double median_log() const noexcept { return quantile_log(0.5); }
  [[nodiscard]] double mad_log() const noexcept;
  // heavy_tail_z against this history.
  [[nodiscard]] double z(double x) const noexcept;

  template <class Archive>
  void describe(Archive& archive) {
    archive(weights_);
  }

  friend bool operator==(const LogQuantiles&, const LogQuantiles&) = default;

 private:
  [[nodiscard]] double quantile_log(double p) const noexcept;
  [[nodiscard]] double mass_below(double log_value) const noexcept;

  std::array<float, bins> weights_{};
};

}  // namespace centinela::stats
