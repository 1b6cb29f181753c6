#include "centinela/stats/min_hash.h"

#include "centinela/base/hash.h"

#include <algorithm>
#include <cmath>

namespace centinela::stats {
namespace {

constexpr auto minima = static_cast<double>(minima_count);

constexpr std::int64_t period_of(std::int64_t day) noexcept {
  constexpr std::int64_t length = FadingMinHash::period_days;
  return day >= 0 ? day / length : (day - length + 1) / length;
}

}  // namespace

// Li and König 2010, theorem 1, for sets that are small beside the universe: bytes agree with
// P = C + (1 − C)·J, C = 2^−8.
double jaccard(const MinHashBytes& a, const MinHashBytes& b) noexcept {
  constexpr double by_chance = 1.0 / 256;
  int equal = 0;
  for (std::size_t i = 0; i < minima_count; ++i) {
    equal += a.bytes[i] == b.bytes[i] ? 1 : 0;
  }
  return (equal / minima - by_chance) / (1 - by_chance);
}

// |A ∩ B| = J·(|A| + |B|)/(1 + J).
double set_cosine(double jaccard, double size_a, double size_b) noexcept {
  if (size_a <= 0 || size_b <= 0) {
    return 0;
  }
  const double common = jaccard * (size_a + size_b) / (1 + jaccard);
  return std::min(common / std::sqrt(size_a * size_b), 1.0);
}

// The hashes of a token are the numbers of SplitMix64 that begins at it.
void MinHash::add(std::uint64_t token) noexcept {
  constexpr std::uint64_t step = 0x9E3779B97F4A7C15ULL;
  std::uint64_t state = mix64(token);
  for (std::uint32_t& minimum : minima_) {
    state += step;
    minimum = std::min(minimum, static_cast<std::uint32_t>(mix64(state) >> 32U));
  }
}

void MinHash::merge(const MinHash& other) noexcept {
  for (std::size_t i = 0; i < minima_count; ++i) {
    minima_[i] = std::min(minima_[i], other.minima_[i]);
  }
}

// Cohen 1997: the smallest of n uniform numbers is 1/(n + 1) in the mean, and the sum of k such
// minima is near a gamma of shape k, whose inverse is unbiased with k − 1.
double MinHash::estimate() const noexcept {
  constexpr double range = 4'294'967'296.0;
  double sum = 0;
  for (const std::uint32_t minimum : minima_) {
    sum += (static_cast<double>(minimum) + 0.5) / range;
  }
  return std::max((minima - 1) / sum - 1, 0.0);
}

MinHashBytes MinHash::bytes() const noexcept {
  MinHashBytes low;
  for (std::size_t i = 0; i < minima_count; ++i) {
    low.bytes[i] = static_cast<std::uint8_t>(minima_[i] & 0xFFU);
  }
  return low;
}

void FadingMinHash::add(std::uint64_t token, std::int64_t day) noexcept {
  const std::int64_t period = period_of(day);
  if (period > period_) {
    previous_ = period - 1 == period_ ? current_ : MinHash{};
    current_ = MinHash{};
    period_ = period;
  }
  current_.add(token);
}

MinHash FadingMinHash::on(std::int64_t day) const noexcept {
  const std::int64_t period = period_of(day);
  MinHash both;
  if (period <= period_) {
    both = previous_;
  }
  if (period - 1 <= period_) {
    both.merge(current_);
  }
  return both;
}

}  // namespace centinela::stats
