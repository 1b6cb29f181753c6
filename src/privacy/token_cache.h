// TokenCache: recent (kind, text) → token, so that a usual event costs no HMAC. Floor 2, internal.
//
// Bounded, two-way set associative, one cache line an entry, wiped on destruction, never stored.
// It changes no result: a hit compares the whole text, a miss computes. The hash is seeded from
// the key, so nobody can choose texts that collide.
#pragma once

#include "centinela/base/huge_pages.h"

#include "privacy/text_words.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace centinela::privacy {

class TokenCache {
 public:
  static constexpr std::size_t text_bytes_max = 46;
  static constexpr std::uint64_t unsettled = UINT64_MAX;

  struct alignas(64) Entry {
    std::uint64_t token = 0;
    std::uint64_t settled_at = unsettled;  // the name book's evictions() when it had no more to ask
    std::uint8_t kind = empty_kind;
    std::uint8_t size = 0;
    std::array<char, text_bytes_max> text{};
  };
  static_assert(sizeof(Entry) == 64);

  struct Seeds {
    std::uint64_t first = 0;
    std::uint64_t second = 0;
  };

  // Rounds the number of entries up to a power of two, at least two.
  TokenCache(std::size_t entries_max, Seeds seeds);
  TokenCache(const TokenCache&) = delete;
  TokenCache& operator=(const TokenCache&) = delete;
  TokenCache(TokenCache&&) = delete;
  TokenCache& operator=(TokenCache&&) = delete;
  ~TokenCache();

  // The entry of (kind, text), or one that `compute()` gives a token, put in place of the older of
  // its set. Null for a text that is too long to keep. Valid until the next call.
  template <class Compute>
  Entry* find_or_add(std::uint8_t kind, std::string_view text, Compute compute) {
    if (text.size() > text_bytes_max) {
      return nullptr;
    }
    Entry* set = &entries_[hash(kind, text) & mask_];
    if (holds(set[0], kind, text)) {
      return set;
    }
    if (holds(set[1], kind, text)) {
      return set + 1;
    }
    set[1] = set[0];
    fill(set[0], kind, text, compute());
    return set;
  }

  // Asks the CPU's cache for the entry's set; changes nothing.
  void prefetch(std::uint8_t kind, std::string_view text) const noexcept {
    if (!text.empty() && text.size() <= text_bytes_max) {
      const Entry* set = &entries_[hash(kind, text) & mask_];
      __builtin_prefetch(set);
      __builtin_prefetch(set + 1);
    }
  }

  void clear() noexcept;
  [[nodiscard]] std::size_t capacity() const noexcept { return entries_.size(); }

 private:
  static constexpr std::uint8_t empty_kind = 0xFF;

  static bool holds(const Entry& entry, std::uint8_t kind, std::string_view text) noexcept {
    return entry.kind == kind && entry.size == text.size() &&
           equal_bytes(entry.text.data(), text.data(), text.size());
  }
  static void fill(Entry& entry,
                   std::uint8_t kind,
                   std::string_view text,
                   std::uint64_t token) noexcept;
  [[nodiscard]] std::size_t hash(std::uint8_t kind, std::string_view text) const noexcept {
    std::uint64_t state = seeds_.second ^ (text.size() << 8U) ^ kind;
    while (text.size() > short_text_bytes_max) {
      const TextWords words = load_words(text.data(), short_text_bytes_max);
      state = fold_multiply(words.low ^ seeds_.first, words.high ^ state);
      text.remove_prefix(short_text_bytes_max);
    }
    const TextWords words = load_words(text.data(), text.size());
    state = fold_multiply(words.low ^ seeds_.first, words.high ^ state);
    return static_cast<std::size_t>(fold_multiply(state ^ seeds_.second, seeds_.first | 1U));
  }

  LargeVector<Entry> entries_;
  std::size_t mask_;
  Seeds seeds_;
};

}  // namespace centinela::privacy
