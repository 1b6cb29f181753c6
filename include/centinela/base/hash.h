// Fixed, seedable integer mixing for indexes and deterministic draws. Floor 0, pure.
//
// Not cryptographic: tokens are made with HMAC-SHA-256 (privacy), this only spreads them.
#pragma once

#include <cstdint>
#include <string_view>

namespace centinela {

// SplitMix64's finaliser (Steele, Lea, Flood 2014): a bijection of 64 bits with full avalanche.
[[nodiscard]] constexpr std::uint64_t mix64(std::uint64_t x) noexcept {
  x ^= x >> 30U;
  x *= 0xBF58476D1CE4E5B9ULL;
  x ^= x >> 27U;
  x *= 0x94D049BB133111EBULL;
  x ^= x >> 31U;
  return x;
}

[[nodiscard]] constexpr std::uint64_t hash_combine(std::uint64_t a, std::uint64_t b) noexcept {
  return mix64(a ^ (mix64(b + 0x9E3779B97F4A7C15ULL) + (a << 6U) + (a >> 2U)));
}

// Uniform in [0, 1) from the top 53 bits of a hash; the V of a randomised PIT.
[[nodiscard]] constexpr double unit_interval(std::uint64_t hash) noexcept {
  return static_cast<double>(hash >> 11U) * 0x1.0p-53;
}

// 64-bit hash of bytes; stable across runs and machines of one byte order.
[[nodiscard]] std::uint64_t hash_bytes(std::string_view bytes, std::uint64_t seed = 0) noexcept;

}  // namespace centinela
