#include "centinela/stats/min_hash.h"

#include "centinela/base/rng.h"

#include "archive.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace centinela::stats {
namespace {

MinHash of(const std::vector<std::uint64_t>& tokens) {
  MinHash sketch;
  for (const std::uint64_t token : tokens) {
    sketch.add(token);
  }
  return sketch;
}

std::vector<std::uint64_t> some(Rng& rng, std::size_t count) {
  std::vector<std::uint64_t> tokens(count);
  for (std::uint64_t& token : tokens) {
    token = rng.next();
  }
  return tokens;
}

struct Spread {
  double sum = 0;
  double squares = 0;
  double n = 0;

  void add(double error) {
    sum += error;
    squares += error * error;
    n += 1;
  }
  [[nodiscard]] double mean() const { return sum / n; }
  [[nodiscard]] double root() const { return std::sqrt(squares / n); }
};

TEST(MinHash, estimates_the_size_without_bias_and_within_its_error) {
  Rng rng(1);
  for (const std::size_t size : {std::size_t{5}, std::size_t{30}, std::size_t{800}}) {
    Spread relative;
    for (int i = 0; i < 400; ++i) {
      const double estimate = of(some(rng, size)).estimate();
      relative.add(estimate / static_cast<double>(size) - 1);
    }
    EXPECT_NEAR(relative.mean(), 0, 0.03) << size;
    EXPECT_LT(relative.root(), 0.15) << size;
  }
}

TEST(MinHash, of_nothing_is_of_size_nought) {
  EXPECT_EQ(MinHash{}.estimate(), 0);
}

TEST(MinHash, ignores_order_and_repeats_and_merges_to_the_union) {
  Rng rng(2);
  const std::vector<std::uint64_t> tokens = some(rng, 300);
  const MinHash forward = of(tokens);
  std::vector<std::uint64_t> twice(tokens.rbegin(), tokens.rend());
  twice.insert(twice.end(), tokens.begin(), tokens.end());
  EXPECT_EQ(of(twice), forward);
  MinHash left = of({tokens.begin(), tokens.begin() + 120});
  left.merge(of({tokens.begin() + 100, tokens.end()}));
  EXPECT_EQ(left, forward);
}

// √(J(1 − J)/64) of the minima and what bytes that agree by chance add.
TEST(MinHash, estimates_likeness_without_bias_and_within_its_error) {
  Rng rng(3);
  constexpr std::size_t size = 200;
  for (const std::size_t common : {0U, 20U, 100U, 160U, 200U}) {
    const double exact = static_cast<double>(common) / static_cast<double>(2 * size - common);
    const double expected = std::sqrt(exact * (1 - exact) / 64 + 1.0 / 4000);
    Spread error;
    for (int i = 0; i < 500; ++i) {
      const std::vector<std::uint64_t> tokens = some(rng, 2 * size - common);
      const MinHash a = of({tokens.begin(), tokens.begin() + size});
      const MinHash b = of({tokens.end() - size, tokens.end()});
      error.add(jaccard(a.bytes(), b.bytes()) - exact);
    }
    EXPECT_NEAR(error.mean(), 0, 3 * expected / std::sqrt(500)) << common;
    EXPECT_LT(error.root(), 1.1 * expected) << common;
  }
}

TEST(MinHash, finds_equal_sets_all_alike) {
  Rng rng(4);
  const MinHashBytes bytes = of(some(rng, 50)).bytes();
  EXPECT_EQ(jaccard(bytes, bytes), 1);
}

TEST(SetCosine, is_the_share_in_common_of_sets_of_one_size) {
  EXPECT_NEAR(set_cosine(40.0 / 160, 100, 100), 0.4, 1e-12);
  EXPECT_NEAR(set_cosine(40.0 / 460, 100, 400), 0.2, 1e-12) << "40/√(100·400)";
}

TEST(SetCosine, stays_in_range_where_estimates_contradict_each_other) {
  EXPECT_EQ(set_cosine(1, 30, 3000), 1);
  EXPECT_EQ(set_cosine(0.5, 0, 10), 0);
  EXPECT_GT(set_cosine(-1.0 / 255, 30, 3000), -0.05);
}

TEST(FadingMinHash, remembers_45_days_and_forgets_within_90) {
  for (std::int64_t begin = -50; begin < 100; ++begin) {
    FadingMinHash sketch;
    sketch.add(7, begin);
    MinHash known;
    known.add(7);
    EXPECT_EQ(sketch.on(begin), known);
    EXPECT_EQ(sketch.on(begin + 45), known) << begin;
    EXPECT_EQ(sketch.on(begin + 90), MinHash{}) << begin;
    for (std::int64_t day = begin; day <= begin + 90; ++day) {
      sketch.add(8, day);
    }
    MinHash newer;
    newer.add(8);
    EXPECT_EQ(sketch.on(begin + 90), newer) << begin;
  }
}

TEST(FadingMinHash, takes_a_day_that_goes_back_for_today) {
  FadingMinHash sketch;
  sketch.add(7, 450);
  sketch.add(8, 200);
  EXPECT_NEAR(sketch.on(450).estimate(), 2, 0.8);
}

TEST(FadingMinHash, goes_on_after_a_checkpoint_as_before) {
  Rng rng(5);
  FadingMinHash sketch;
  for (std::int64_t day = 0; day < 100; ++day) {
    sketch.add(rng.next(), day);
  }
  FadingMinHash restored = test::round_trip(sketch);
  for (const std::int64_t day : {99, 140, 200}) {
    EXPECT_EQ(restored.on(day), sketch.on(day));
  }
  restored.add(1, 136);
  sketch.add(1, 136);
  EXPECT_EQ(test::saved(restored), test::saved(sketch));
}

}  // namespace
}  // namespace centinela::stats
