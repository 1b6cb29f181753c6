#include "centinela/base/fixed_vector.h"

#include "centinela/base/rng.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <vector>

namespace centinela {
namespace {

using Three = FixedVector<int, 3>;
static_assert(std::is_trivially_copyable_v<Three>, "it is moved as bytes");

// Filled in place: a copy would carry the uninitialised rest along.
struct Filled {
  Three values;

  Filled(std::initializer_list<int> from) {
    for (const int value : from) {
      values.push_back(value);
    }
  }
};

std::vector<int> held(const Three& values) {
  return {values.begin(), values.end()};
}

TEST(FixedVector, refuses_what_does_not_fit_and_stays_as_it_was) {
  Filled filled{1, 2, 3};
  Three& values = filled.values;
  EXPECT_TRUE(values.full());
  EXPECT_FALSE(values.push_back(4));
  EXPECT_EQ(held(values), (std::vector<int>{1, 2, 3}));
}

TEST(FixedVector, keeps_the_order_of_what_is_left_after_a_removal) {
  Filled filled{1, 2, 3};
  Three& values = filled.values;
  values.erase_at(0);
  EXPECT_EQ(held(values), (std::vector<int>{2, 3}));
  values.erase_at(1);
  EXPECT_EQ(held(values), (std::vector<int>{2}));
  EXPECT_EQ(values.back(), 2);
}

TEST(FixedVector, compares_what_it_holds_and_not_what_it_once_held) {
  Filled filled{1, 2, 3};
  Three& values = filled.values;
  values.truncate(1);
  EXPECT_EQ(held(values), (std::vector<int>{1}));
  EXPECT_EQ(values, Filled{1}.values);
  EXPECT_FALSE((values == Filled{1, 2}.values));
  EXPECT_FALSE(values.contains(2));
  values.clear();
  EXPECT_TRUE(values.empty());
}

TEST(FixedVectorDeathTest, does_not_grow_by_truncation) {
  Filled filled{1};
  Three& values = filled.values;
  EXPECT_DEATH(values.truncate(2), "internal error");
  EXPECT_DEATH(values.erase_at(1), "internal error");
}

TEST(FixedVector, behaves_like_a_vector_under_random_operations) {
  Rng rng(12);
  FixedVector<std::uint64_t, 8> fixed;
  std::vector<std::uint64_t> reference;
  for (int step = 0; step < 5000; ++step) {
    const std::uint64_t value = rng.below(20);
    if (rng.below(3) > 0) {
      EXPECT_EQ(fixed.push_back(value), reference.size() < 8);
      if (reference.size() < 8) {
        reference.push_back(value);
      }
    } else if (!reference.empty()) {
      const std::size_t at = rng.below(reference.size());
      fixed.erase_at(at);
      reference.erase(reference.begin() + static_cast<std::ptrdiff_t>(at));
    }
    ASSERT_TRUE(std::equal(fixed.begin(), fixed.end(), reference.begin(), reference.end()));
  }
}

}  // namespace
}  // namespace centinela
