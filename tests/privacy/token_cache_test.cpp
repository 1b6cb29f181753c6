#include "privacy/token_cache.h"

#include "centinela/base/hash.h"
#include "centinela/base/rng.h"

#include <gtest/gtest.h>

#include <string>

namespace centinela::privacy {
namespace {

constexpr TokenCache::Seeds seeds{0x123456789ABCDEF0ULL, 0x0FEDCBA987654321ULL};

std::uint64_t token_of(std::uint8_t kind, std::string_view text) {
  return hash_bytes(text, kind) | 1U;
}

// Few sets, many texts that differ in one byte: whatever collides, the token is the text's own.
TEST(TokenCache, never_gives_the_token_of_another_text_or_kind) {
  TokenCache cache(8, seeds);
  Rng rng(4);
  for (int i = 0; i < 200000; ++i) {
    std::string text(rng.below(TokenCache::text_bytes_max + 1), 'x');
    if (!text.empty()) {
      text[rng.below(text.size())] = static_cast<char>('a' + rng.below(4));
    }
    const auto kind = static_cast<std::uint8_t>(rng.below(3));
    const auto* entry = cache.find_or_add(kind, text, [&] { return token_of(kind, text); });
    ASSERT_NE(entry, nullptr);
    ASSERT_EQ(entry->token, token_of(kind, text)) << text;
  }
}

TEST(TokenCache, computes_a_text_once_while_it_stays) {
  TokenCache cache(1024, seeds);
  int computed = 0;
  for (int i = 0; i < 10; ++i) {
    cache.find_or_add(1, "u-42", [&] { return static_cast<std::uint64_t>(++computed); });
  }
  EXPECT_EQ(computed, 1);
}

TEST(TokenCache, keeps_most_of_what_fits) {
  TokenCache cache(4096, seeds);
  int computed = 0;
  for (int round = 0; round < 5; ++round) {
    for (int i = 0; i < 1000; ++i) {
      const std::string text = "c-" + std::to_string(10000000 + i);
      cache.find_or_add(2, text, [&] { return static_cast<std::uint64_t>(++computed); });
    }
  }
  EXPECT_LT(computed, 1400) << "5000 look-ups of 1000 texts in 4096 entries";
}

TEST(TokenCache, leaves_out_a_text_that_is_longer_than_an_entry) {
  TokenCache cache(8, seeds);
  const std::string text(TokenCache::text_bytes_max + 1, 'x');
  EXPECT_EQ(cache.find_or_add(1, text, [] { return 1ULL; }), nullptr);
}

TEST(TokenCache, forgets_everything_when_cleared) {
  TokenCache cache(8, seeds);
  cache.find_or_add(1, "u-42", [] { return 7ULL; });
  cache.clear();
  EXPECT_EQ(cache.find_or_add(1, "u-42", [] { return 8ULL; })->token, 8U);
}

TEST(TokenCache, is_bounded_by_the_next_power_of_two) {
  EXPECT_EQ(TokenCache(0, seeds).capacity(), 2U);
  EXPECT_EQ(TokenCache(1000, seeds).capacity(), 1024U);
}

}  // namespace
}  // namespace centinela::privacy
