#include "centinela/base/hash.h"

#include <cstring>

namespace centinela {
namespace {

__extension__ using Wide = unsigned __int128;

// Multiply 64×64 to 128 bits and fold: the mixing step of wyhash-style hashes.
std::uint64_t fold_multiply(std::uint64_t a, std::uint64_t b) noexcept {
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
}

std::uint64_t load(const char* from, std::size_t size) noexcept {
  std::uint64_t value = 0;
  if (size != 0) {  // nothing may stand at no address, and memcpy takes no such address
    std::memcpy(&value, from, size);
  }
  return value;
}

}  // namespace

std::uint64_t hash_bytes(std::string_view bytes, std::uint64_t seed) noexcept {
  constexpr std::uint64_t odd_1 = 0xA0761D6478BD642FULL;
  constexpr std::uint64_t odd_2 = 0xE7037ED1A0B428DBULL;
  std::uint64_t h = seed ^ fold_multiply(odd_1 ^ bytes.size(), odd_2 ^ seed);
  const char* at = bytes.data();
  std::size_t left = bytes.size();
  while (left >= 16) {
    h = fold_multiply(load(at, 8) ^ odd_1 ^ h, load(at + 8, 8) ^ odd_2);
    at += 16;
    left -= 16;
  }
  const std::uint64_t low = load(at, left < 8 ? left : 8);
  const std::uint64_t high = left > 8 ? load(at + 8, left - 8) : 0;
  return mix64(fold_multiply(low ^ odd_1 ^ h, high ^ odd_2));
}

}  // namespace centinela
