#include "privacy/token_cache.h"

#include <openssl/crypto.h>

#include <algorithm>

namespace centinela::privacy {
namespace {

__extension__ using Wide = unsigned __int128;

// Multiply 64×64 to 128 bits and fold; with secret seeds the product is not foreseeable.
std::uint64_t fold_multiply(std::uint64_t a, std::uint64_t b) noexcept {
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
}

// Fixed sizes only: a copy of known length is one load, one of unknown length is a call.
template <class T>
std::uint64_t load(const char* from) noexcept {
  T value{};
  std::memcpy(&value, from, sizeof(T));
  return value;
}

struct Words {
  std::uint64_t low = 0;
  std::uint64_t high = 0;
};

// Up to 16 bytes as two words that overlap; injective together with the length.
Words load_short(std::string_view text) noexcept {
  const char* begin = text.data();
  const char* end = begin + text.size();
  if (text.size() >= 8) {
    return {load<std::uint64_t>(begin), load<std::uint64_t>(end - 8)};
  }
  if (text.size() >= 4) {
    return {load<std::uint32_t>(begin), load<std::uint32_t>(end - 4)};
  }
  if (text.empty()) {
    return {};
  }
  return {load<std::uint8_t>(begin) | load<std::uint8_t>(begin + text.size() / 2) << 8U,
          load<std::uint8_t>(end - 1)};
}

}  // namespace

TokenCache::TokenCache(std::size_t entries_max, Seeds seeds)
    : entries_(std::bit_ceil(std::max<std::size_t>(entries_max, 2))),
      // Even indexes: a set is an entry and its neighbour.
      mask_((entries_.size() - 1) & ~std::size_t{1}),
      seeds_(seeds) {}

TokenCache::~TokenCache() {
  OPENSSL_cleanse(entries_.data(), entries_.size() * sizeof(Entry));
}

void TokenCache::clear() noexcept {
  OPENSSL_cleanse(entries_.data(), entries_.size() * sizeof(Entry));
  std::fill(entries_.begin(), entries_.end(), Entry{});
}

void TokenCache::fill(Entry& entry,
                      std::uint8_t kind,
                      std::string_view text,
                      std::uint64_t token) noexcept {
  entry.token = token;
  entry.settled_at = unsettled;
  entry.kind = kind;
  entry.size = static_cast<std::uint8_t>(text.size());
  std::copy(text.begin(), text.end(), entry.text.begin());
}

std::size_t TokenCache::hash(std::uint8_t kind, std::string_view text) const noexcept {
  std::uint64_t state = seeds_.second ^ (text.size() << 8U) ^ kind;
  while (text.size() > 16) {
    state = fold_multiply(load<std::uint64_t>(text.data()) ^ seeds_.first,
                          load<std::uint64_t>(text.data() + 8) ^ state);
    text.remove_prefix(16);
  }
  const Words words = load_short(text);
  const std::uint64_t mixed = fold_multiply(words.low ^ seeds_.first, words.high ^ state);
  return static_cast<std::size_t>(fold_multiply(mixed ^ seeds_.second, seeds_.first | 1U));
}

}  // namespace centinela::privacy
