// Interval: a closed range of values, as evidence says it ("1–24 is expected"). Floor 1, a value.
#pragma once

namespace centinela::stats {

struct Interval {
  double low = 0;
  double high = 0;

  [[nodiscard]] bool contains(double x) const noexcept { return low <= x && x <= high; }

  template <class Archive>
  void describe(Archive& archive) {
    archive(low, high);
  }

  friend bool operator==(const Interval&, const Interval&) = default;
};

}  // namespace centinela::stats
