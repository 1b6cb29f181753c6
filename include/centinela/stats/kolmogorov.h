// Kolmogorov–Smirnov distance and its asymptotic p. Floor 1, pure, any thread.
#pragma once

#include <span>

namespace centinela::stats {

// Largest distance between the empirical distribution and the uniform on [0, 1]. Ascending input
// (checked at the ends only); 0 for none.
[[nodiscard]] double ks_distance_uniform(std::span<const double> ascending) noexcept;

// Two samples, both ascending; ties are stepped over together. 0 when one is empty.
[[nodiscard]] double ks_distance(std::span<const double> a_ascending,
                                 std::span<const double> b_ascending) noexcept;

// P(distance >= d) for n_effective values: n for one sample, nm/(n+m) for two. Stephens' 1970
// correction (√n + 0.12 + 0.11/√n)·d makes it good from n = 5 on. Clamped.
[[nodiscard]] double kolmogorov_p(double distance, double n_effective) noexcept;

// n·m/(n + m).
[[nodiscard]] double ks_effective_size(double n, double m) noexcept;

}  // namespace centinela::stats
