#include "centinela/stats/hyper_log_log.h"

#include "centinela/base/check.h"

#include <cmath>
#include <numbers>

namespace centinela::stats {
namespace {

// Ertl 2017 (arXiv 1702.01284), eq. for σ and τ: the corrections for registers that are still 0 and
// for those that are full.
double sigma(double x) noexcept {
  if (x >= 1) {
    return 1e300;
  }
  double power = x;
  double weight = 1;
  double sum = x;
  for (double before = -1; sum > before;) {
    before = sum;
    power *= power;
    sum += power * weight;
    weight += weight;
  }
  return sum;
}

double tau(double x) noexcept {
  if (x <= 0 || x >= 1) {
    return 0;
  }
  double root = x;
  double weight = 1;
  double sum = 1 - x;
  for (double before = 2; sum < before;) {
    before = sum;
    root = std::sqrt(root);
    weight *= 0.5;
    sum -= (1 - root) * (1 - root) * weight;
  }
  return sum / 3;
}

}  // namespace

double hyper_log_log_estimate(std::span<const std::uint8_t> registers) noexcept {
  CENTINELA_CHECK(std::has_single_bit(registers.size()));
  const int p = std::countr_zero(registers.size());
  CENTINELA_CHECK(p >= 4);
  CENTINELA_CHECK(p <= 16);
  const int ranks = 64 - p;
  std::array<std::uint32_t, 64> histogram{};
  for (const std::uint8_t rank : registers) {
    ++histogram[std::min<std::size_t>(rank, static_cast<std::size_t>(ranks) + 1)];
  }
  const auto m = static_cast<double>(registers.size());
  double z = m * tau(1 - histogram[static_cast<std::size_t>(ranks) + 1] / m);
  for (int k = ranks; k >= 1; --k) {
    z = 0.5 * (z + histogram[static_cast<std::size_t>(k)]);
  }
  z += m * sigma(histogram[0] / m);
  return m * m / (2 * std::numbers::ln2 * z);
}

}  // namespace centinela::stats
