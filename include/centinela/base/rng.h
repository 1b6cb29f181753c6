// Rng: seeded, portable randomness (xoshiro256**, Blackman and Vigna 2018). Floor 0.
//
// Always a parameter, never a global; the same seed gives the same draws on every machine, which
// the standard library's distributions do not promise.
#pragma once

#include <array>
#include <cstdint>

namespace centinela {

class Rng {
 public:
  explicit Rng(std::uint64_t seed) noexcept;

  [[nodiscard]] std::uint64_t next() noexcept;
  // Uniform in [0, 1).
  [[nodiscard]] double uniform() noexcept;
  // Uniform in [0, bound), unbiased (Lemire 2019). bound > 0.
  [[nodiscard]] std::uint64_t below(std::uint64_t bound) noexcept;
  // Standard normal (Marsaglia's polar method).
  [[nodiscard]] double normal() noexcept;
  // Exponential with mean 1.
  [[nodiscard]] double exponential() noexcept;
  // Gamma(shape, 1), Marsaglia and Tsang 2000. shape > 0.
  [[nodiscard]] double gamma(double shape) noexcept;
  // Poisson by inversion below mean 30, else by gamma reduction. mean >= 0.
  [[nodiscard]] std::int64_t poisson(double mean) noexcept;

 private:
  std::array<std::uint64_t, 4> state_{};
};

}  // namespace centinela
