// Slow, plain versions of the distributions, summed term by term in long double, for comparison.
#pragma once

#include <cmath>
#include <cstdint>

namespace centinela::test {

// glibc's lgammal_r has no shared state; long double keeps 64 bits of mantissa.
inline long double exact_log_gamma(long double x) {
  int sign = 0;
  return ::lgammal_r(x, &sign);
}

inline long double exact_log_beta(long double a, long double b) {
  return exact_log_gamma(a) + exact_log_gamma(b) - exact_log_gamma(a + b);
}

inline long double exact_negative_binomial(double mean, double inverse_size, std::int64_t x) {
  const long double m = mean;
  const long double k = static_cast<long double>(x);
  if (inverse_size == 0) {
    return std::exp(k * std::log(m) - m - exact_log_gamma(k + 1));
  }
  const long double r = 1 / static_cast<long double>(inverse_size);
  return std::exp(exact_log_gamma(k + r) - exact_log_gamma(r) - exact_log_gamma(k + 1) -
                  r * std::log1p(m / r) + k * (std::log(m) - std::log(r + m)));
}

// P(X >= x), from x upwards until a term no longer changes the sum.
inline long double exact_negative_binomial_at_least(double mean,
                                                    double inverse_size,
                                                    std::int64_t x) {
  long double sum = 0;
  long double term = exact_negative_binomial(mean, inverse_size, x);
  const long double step = mean / (1 + static_cast<long double>(mean) * inverse_size);
  for (std::int64_t k = x;; ++k) {
    sum += term;
    term *=
        step * (1 + static_cast<long double>(k) * inverse_size) / static_cast<long double>(k + 1);
    if (static_cast<double>(k) > mean && term <= sum * 1e-22L) {
      return sum;
    }
  }
}

inline long double exact_negative_binomial_at_most(double mean,
                                                   double inverse_size,
                                                   std::int64_t x) {
  long double sum = 0;
  for (std::int64_t k = 0; k <= x; ++k) {
    sum += exact_negative_binomial(mean, inverse_size, k);
  }
  return sum;
}

inline long double exact_beta_binomial(std::int64_t u, std::int64_t n, double alpha, double beta) {
  const auto k = static_cast<long double>(u);
  const auto total = static_cast<long double>(n);
  const long double choose =
      exact_log_gamma(total + 1) - exact_log_gamma(k + 1) - exact_log_gamma(total - k + 1);
  return std::exp(choose + exact_log_beta(k + alpha, total - k + beta) -
                  exact_log_beta(alpha, beta));
}

inline long double exact_beta_binomial_at_least(std::int64_t u,
                                                std::int64_t n,
                                                double alpha,
                                                double beta) {
  long double sum = 0;
  for (std::int64_t k = n; k >= u; --k) {
    sum += exact_beta_binomial(k, n, alpha, beta);
  }
  return sum;
}

}  // namespace centinela::test
