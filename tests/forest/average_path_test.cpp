#include "centinela/forest/average_path.h"

#include <gtest/gtest.h>

namespace centinela::forest {
namespace {

TEST(AveragePath, has_the_values_of_liu_ting_and_zhou) {
  EXPECT_EQ(average_path_length(0), 0);
  EXPECT_EQ(average_path_length(1), 0);
  EXPECT_EQ(average_path_length(2), 1);
  EXPECT_NEAR(average_path_length(256), 10.2448, 5e-5);
}

TEST(AveragePath, grows_with_the_number_of_rows) {
  for (std::size_t rows = 2; rows < 2000; ++rows) {
    EXPECT_LT(average_path_length(rows - 1), average_path_length(rows)) << rows;
  }
}

TEST(AveragePath, is_near_the_exact_harmonic_sum) {
  double harmonic = 0;
  for (int i = 1; i < 1000; ++i) {
    harmonic += 1.0 / i;
    const double n = i + 1;
    // H(i) = ln i + gamma + 1/(2i) - ...: the approximation is below by less than 1/i.
    const double exact = 2 * harmonic - 2 * (n - 1) / n;
    EXPECT_NEAR(average_path_length(static_cast<std::size_t>(n)), exact, 1.01 / i) << n;
  }
}

TEST(AveragePath, tabulates_every_size_from_none) {
  const auto table = average_path_table(300);
  ASSERT_EQ(table.size(), 301U);
  for (std::size_t rows = 0; rows < table.size(); ++rows) {
    EXPECT_EQ(table[rows], average_path_length(rows));
  }
}

}  // namespace
}  // namespace centinela::forest
