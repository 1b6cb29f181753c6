// Short texts as two machine words: to hash and to compare them without a call. Floor 2, internal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace centinela::privacy {

inline constexpr std::size_t short_text_bytes_max = 16;

struct TextWords {
  std::uint64_t low = 0;
  std::uint64_t high = 0;

  friend bool operator==(const TextWords&, const TextWords&) noexcept = default;
};

// Fixed sizes only: a copy of known length is one load, one of unknown length is a call.
template <class T>
[[nodiscard]] inline std::uint64_t load_word(const char* from) noexcept {
  T value{};
  std::memcpy(&value, from, sizeof(T));
  return value;
}

// The whole of a text of at most 16 bytes, as words that overlap; injective with its length.
[[nodiscard]] inline TextWords load_words(const char* begin, std::size_t size) noexcept {
  const char* end = begin + size;
  if (size >= 8) {
    return {load_word<std::uint64_t>(begin), load_word<std::uint64_t>(end - 8)};
  }
  if (size >= 4) {
    return {load_word<std::uint32_t>(begin), load_word<std::uint32_t>(end - 4)};
  }
  if (size == 0) {
    return {};
  }
  return {load_word<std::uint8_t>(begin) | load_word<std::uint8_t>(begin + size / 2) << 8U,
          load_word<std::uint8_t>(end - 1)};
}

// Multiply 64×64 to 128 bits and fold; with secret seeds the product cannot be foreseen.
[[nodiscard]] inline std::uint64_t fold_multiply(std::uint64_t a, std::uint64_t b) noexcept {
  __extension__ using Wide = unsigned __int128;
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
}

[[nodiscard]] inline bool equal_bytes(const char* a, const char* b, std::size_t size) noexcept {
  return size <= short_text_bytes_max ? load_words(a, size) == load_words(b, size)
                                      : std::memcmp(a, b, size) == 0;
}

}  // namespace centinela::privacy
