#include "desk.h"

#include <gtest/gtest.h>

#include <limits>

namespace centinela::alerting {
namespace {

TEST(Render, says_no_count_below_zero_however_much_was_read) {
  Desk desk;
  desk.records = std::numeric_limits<std::int64_t>::max();
  const auto opened = desk.judge({desk.promise(Route::page)});
  const auto grown = desk.judge({desk.promise(Route::page)}, 30);
  ASSERT_EQ(opened.size(), 1U);
  ASSERT_EQ(grown.size(), 1U);
  EXPECT_EQ(grown[0].alert.episode.records, desk.records);
}

}  // namespace
}  // namespace centinela::alerting
