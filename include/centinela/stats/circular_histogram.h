// CircularHistogram: when in the week somebody works. Floor 1, a value, one thread.
//
// 168 hours of the local week (hour 0 = Monday 00:00), float weights, 672 bytes. Counts are active
// hours (at most one per calendar hour), never events. Read smoothed by a von Mises kernel of two
// hours and backed off to a parent (the team), never raw.
#pragma once

#include <array>
#include <cstddef>

namespace centinela::stats {

class CircularHistogram {
 public:
  static constexpr std::size_t bins = 168;
  using Probabilities = std::array<double, bins>;

  // hour_of_week < 168 (checked).
  void add(std::size_t hour_of_week, double weight = 1) noexcept;
  // Multiplies every weight; weights below 1e-12 become 0.
  void decay(double forget) noexcept;
  void merge(const CircularHistogram& other) noexcept;

  [[nodiscard]] double total() const noexcept;
  [[nodiscard]] double weight(std::size_t hour_of_week) const noexcept;

  // Smoothed P(hour) without a parent: the uniform week counts as `kappa` active hours.
  [[nodiscard]] Probabilities probabilities(double kappa = 10) const noexcept;
  // (smoothed own + κ·parent)/(N + κ), as (e).
  [[nodiscard]] Probabilities probabilities(const Probabilities& parent,
                                            double kappa = 10) const noexcept;

  // The same hours with each hour of the day spread over all seven days: what somebody's days look
  // like before there are enough of them to tell a Monday from a Sunday.
  [[nodiscard]] CircularHistogram day_profile() const noexcept;

  template <class Archive>
  void describe(Archive& archive) {
    archive(weights_);
  }

  friend bool operator==(const CircularHistogram&, const CircularHistogram&) = default;

 private:
  std::array<float, bins> weights_{};
};

// p of being active in that hour: mass of the hours no likelier than it (within 1e-9), clamped.
[[nodiscard]] double hour_tail_p(const CircularHistogram::Probabilities& probabilities,
                                 std::size_t hour_of_week) noexcept;

}  // namespace centinela::stats
