// Ewma: exponentially weighted mean and variance, right from the first value on. Floor 1, a value.
//
// West's weighted update (1979): mean and variance are those of the values weighted by
// forget^age, so the start is not biased towards 0. One thread.
#pragma once

#include <cmath>

namespace centinela::stats {

class Ewma {
 public:
  // forget in (0, 1]: what the past is worth after this step; weight > 0 of this value.
  void add(double x, double forget, double weight = 1) noexcept {
    weight_ = weight_ * forget + weight;
    squares_ *= forget;
    const double delta = x - mean_;
    mean_ += delta * weight / weight_;
    squares_ += weight * delta * (x - mean_);
  }

  [[nodiscard]] double mean() const noexcept { return mean_; }
  // Weighted population variance; 0 before the second value.
  [[nodiscard]] double variance() const noexcept { return weight_ > 0 ? squares_ / weight_ : 0; }
  [[nodiscard]] double deviation() const noexcept { return std::sqrt(variance()); }
  // Effective number of values.
  [[nodiscard]] double weight() const noexcept { return weight_; }

  template <class Archive>
  void describe(Archive& archive) {
    archive(mean_, squares_, weight_);
  }

  friend bool operator==(const Ewma&, const Ewma&) = default;

 private:
  double mean_ = 0;
  double squares_ = 0;
  double weight_ = 0;
};

}  // namespace centinela::stats
