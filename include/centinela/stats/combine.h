// Combining p-values, machinery (c) and (i). Floor 1, pure, any thread.
//
// Inputs are clamped to [smallest_p, 1] first; outputs lie in the same range.
#pragma once

#include <span>

namespace centinela::stats {

// 1 - (1 - min_p)^m: the smallest of m independent p. m >= 1; 1 below that.
[[nodiscard]] double sidak(double min_p, double m) noexcept;

// min(1, 2·min(a, b)): two looks at the same thing, as self and self 28 days ago.
[[nodiscard]] double twice_the_smaller(double a, double b) noexcept;

// Σ -2 ln p: a ranking within a family, to be calibrated itself. 0 for none.
[[nodiscard]] double fisher_sum(std::span<const double> p) noexcept;
// Analytic p of that sum over k independent p.
[[nodiscard]] double fisher_p(double sum, double k) noexcept;
// The same when each pair of the k underlying scores correlates with r (Kost & McDermott 2002,
// Brown's scaling): Var = 4k + k(k-1)(3.263r + .710r² + .027r³). r is clipped to [0, 1].
[[nodiscard]] double correlated_fisher_p(double sum, double k, double correlation) noexcept;

// T = Σ w tan((½ - min(p, ½))π)/Σw, p = ½ - arctan(T)/π (Liu & Xie 2020), capped at p = ½ because
// an uncapped p of 1, common where p is discrete, cancels real evidence. Below 1e-8 tan((½-p)π)
// is taken as 1/(πp). Never above ½ where something spoke; 1 when nothing has weight. p and
// weights are of one size (checked), weights >= 0.
[[nodiscard]] double capped_cauchy(std::span<const double> p,
                                   std::span<const double> weights) noexcept;

}  // namespace centinela::stats
