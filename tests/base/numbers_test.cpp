#include "centinela/base/numbers.h"

#include <gtest/gtest.h>

namespace centinela {
namespace {

constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();

TEST(Numbers, are_rounded_to_four_significant_digits) {
  EXPECT_EQ(rounded(0), 0);
  EXPECT_EQ(rounded(89.996), 90);
  EXPECT_EQ(rounded(89.994), 89.99);
  EXPECT_EQ(rounded(78'332), 78'330);
  EXPECT_EQ(rounded(-0.000123456), -0.0001235);
  EXPECT_EQ(rounded(9.2233720368547758e18), 9.223e18);
  EXPECT_EQ(rounded(std::numeric_limits<double>::infinity()),
            std::numeric_limits<double>::infinity());
}

TEST(Numbers, add_up_to_the_end_of_their_range_and_no_further) {
  EXPECT_EQ(saturating_sum(2, 3), 5);
  EXPECT_EQ(saturating_sum(most, 0), most);
  EXPECT_EQ(saturating_sum(most, most), most);
  EXPECT_EQ(saturating_sum(least, -1), least);
  EXPECT_EQ(saturating_sum(most, least), -1);
}

}  // namespace
}  // namespace centinela
