#include "centinela/base/hash.h"

#include "centinela/base/rng.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <set>
#include <string>

namespace centinela {
namespace {

// State, checkpoints and randomised PITs hang on these: a changed value changes old alerts.
TEST(Hash, gives_the_same_numbers_for_ever) {
  EXPECT_EQ(mix64(1), 0x5692161D100B05E5ULL);
  EXPECT_EQ(hash_bytes(""), 0xCCF59D082BCA6030ULL);
  EXPECT_EQ(hash_bytes(std::string_view{}), hash_bytes(""));  // no address is none to read
  EXPECT_EQ(hash_bytes("c-00025603"), 0x922D25666481D0D3ULL);
  EXPECT_EQ(hash_bytes("a text of more than sixteen bytes", 7), 0x1D71CE749413037EULL);
  EXPECT_EQ(hash_combine(1, 2), 0xDF3C3169729AAE01ULL);
}

TEST(Mix64, changes_half_of_the_bits_when_one_changes) {
  Rng rng(13);
  double changed = 0;
  constexpr int draws = 2000;
  for (int i = 0; i < draws; ++i) {
    const std::uint64_t x = rng.next();
    changed += std::popcount(mix64(x) ^ mix64(x ^ (std::uint64_t{1} << rng.below(64))));
  }
  EXPECT_NEAR(changed / draws, 32, 0.5);
}

TEST(HashBytes, tells_texts_apart_that_differ_in_length_or_seed_only) {
  std::set<std::uint64_t> seen;
  for (std::size_t size = 0; size <= 40; ++size) {
    for (std::uint64_t seed = 0; seed < 3; ++seed) {
      seen.insert(hash_bytes(std::string(size, '\0'), seed));
    }
  }
  EXPECT_EQ(seen.size(), 41U * 3U);
}

TEST(HashCombine, depends_on_the_order) {
  EXPECT_NE(hash_combine(1, 2), hash_combine(2, 1));
  EXPECT_NE(hash_combine(0, 1), hash_combine(1, 0));
}

TEST(UnitInterval, never_reaches_one) {
  EXPECT_EQ(unit_interval(0), 0);
  EXPECT_LT(unit_interval(~0ULL), 1);
}

TEST(UnitInterval, is_uniform_over_mixed_counters) {
  double sum = 0;
  double squares = 0;
  constexpr int n = 20000;
  for (std::uint64_t i = 0; i < n; ++i) {
    const double u = unit_interval(mix64(i));
    sum += u;
    squares += u * u;
  }
  EXPECT_NEAR(sum / n, 0.5, 0.01);
  EXPECT_NEAR(squares / n, 1.0 / 3, 0.01);
}

}  // namespace
}  // namespace centinela
