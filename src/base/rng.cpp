#include "centinela/base/rng.h"

#include "centinela/base/check.h"
#include "centinela/base/hash.h"

#include <bit>
#include <cmath>

namespace centinela {
namespace {

__extension__ using Wide = unsigned __int128;

}  // namespace

Rng::Rng(std::uint64_t seed) noexcept {
  for (std::uint64_t& word : state_) {
    seed += 0x9E3779B97F4A7C15ULL;
    word = mix64(seed);
  }
}

std::uint64_t Rng::next() noexcept {
  const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
  const std::uint64_t t = state_[1] << 17U;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= t;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

double Rng::uniform() noexcept {
  return unit_interval(next());
}

std::uint64_t Rng::below(std::uint64_t bound) noexcept {
  CENTINELA_CHECK(bound > 0);
  Wide product = static_cast<Wide>(next()) * bound;
  if (static_cast<std::uint64_t>(product) < bound) {
    const std::uint64_t floor = (0 - bound) % bound;
    while (static_cast<std::uint64_t>(product) < floor) {
      product = static_cast<Wide>(next()) * bound;
    }
  }
  return static_cast<std::uint64_t>(product >> 64U);
}

double Rng::normal() noexcept {
  for (;;) {
    const double u = 2 * uniform() - 1;
    const double v = 2 * uniform() - 1;
    const double s = u * u + v * v;
    if (s > 0 && s < 1) {
      return u * std::sqrt(-2 * std::log(s) / s);
    }
  }
}

double Rng::exponential() noexcept {
  return -std::log1p(-uniform());
}

double Rng::gamma(double shape) noexcept {
  CENTINELA_CHECK(shape > 0);
  // Below 1 the method needs a boost: Gamma(k) = Gamma(k + 1)·U^(1/k).
  const double boost = shape < 1 ? std::pow(1 - uniform(), 1 / shape) : 1;
  const double d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3;
  const double c = 1 / std::sqrt(9 * d);
  for (;;) {
    const double x = normal();
    const double v = (1 + c * x) * (1 + c * x) * (1 + c * x);
    if (v > 0 && std::log(1 - uniform()) < 0.5 * x * x + d - d * v + d * std::log(v)) {
      return boost * d * v;
    }
  }
}

std::int64_t Rng::poisson(double mean) noexcept {
  CENTINELA_CHECK(mean >= 0);
  std::int64_t count = 0;
  // Ahrens and Dieter 1974: the m-th arrival is Gamma(m); what is left of the interval is Poisson
  // again, or the earlier arrivals are binomial.
  while (mean > 30) {
    const auto m = static_cast<std::int64_t>(mean * 7 / 8);
    const double arrival = gamma(static_cast<double>(m));
    if (arrival > mean) {
      for (std::int64_t i = 1; i < m; ++i) {
        count += uniform() < mean / arrival ? 1 : 0;
      }
      return count;
    }
    mean -= arrival;
    count += m;
  }
  for (double product = uniform(), limit = std::exp(-mean); product > limit; product *= uniform()) {
    ++count;
  }
  return count;
}

}  // namespace centinela
