#include "centinela/state/day_table.h"

#include "centinela/base/rng.h"
#include "centinela/state/archive.h"

#include <gtest/gtest.h>

#include <unordered_set>

namespace centinela::state {
namespace {

DataSubjectToken token(std::uint64_t value) {
  return DataSubjectToken{value};
}

TEST(DayTable, says_once_a_day_that_a_data_subject_is_new) {
  DayTable table;
  const DayTable::Found first = table.insert(token(5));
  ASSERT_NE(first.mark, nullptr);
  EXPECT_TRUE(first.is_new);
  first.mark->unexplained = 0.5F;
  const DayTable::Found again = table.insert(token(5));
  EXPECT_FALSE(again.is_new);
  ASSERT_NE(again.mark, nullptr);
  EXPECT_EQ(again.mark->unexplained, 0.5F);
  table.clear();
  EXPECT_EQ(table.find(token(5)), nullptr);
  EXPECT_TRUE(table.insert(token(5)).is_new);
}

TEST(DayTable, agrees_with_a_set_up_to_its_exact_bound) {
  Rng rng(33);
  DayTable table;
  std::unordered_set<std::uint64_t> reference;
  while (reference.size() < DayTable::exact_max) {
    const std::uint64_t value = 1 + rng.below(4000);
    ASSERT_EQ(table.insert(token(value)).is_new, reference.insert(value).second);
    ASSERT_EQ(table.count(), static_cast<std::int64_t>(reference.size()));
  }
  for (std::uint64_t value = 1; value <= 4000; ++value) {
    ASSERT_EQ(table.find(token(value)) != nullptr, reference.contains(value));
  }
}

TEST(DayTable, counts_beyond_its_bound_within_a_twentieth) {
  DayTable table;
  constexpr std::int64_t many = 20000;
  for (std::uint64_t value = 1; value <= many; ++value) {
    table.insert(token(value * 0x9E3779B97F4A7C15ULL));
  }
  EXPECT_NEAR(static_cast<double>(table.count()), many, many / 20.0);
  EXPECT_EQ(table.insert(token(1)).mark, nullptr) << "no marks beyond the bound";
}

TEST(DayTable, gives_its_memory_back_after_a_large_day) {
  DayTable table;
  for (std::uint64_t value = 1; value <= 2000; ++value) {
    table.insert(token(value));
  }
  const std::size_t large = table.heap_bytes();
  table.clear();
  EXPECT_LT(table.heap_bytes(), large / 10);
  EXPECT_EQ(table.count(), 0);
}

TEST(DayTable, comes_back_with_its_marks) {
  DayTable table;
  for (std::uint64_t value = 1; value <= 300; ++value) {
    if (DayMark* mark = table.insert(token(value)).mark; mark != nullptr) {
      mark->hour = static_cast<std::int32_t>(value);
    }
  }
  StateWriter writer;
  table.describe(writer);
  const std::string bytes = std::move(writer).take();
  DayTable restored;
  StateReader reader(bytes);
  restored.describe(reader);
  ASSERT_TRUE(reader.ok());
  EXPECT_EQ(restored.count(), 300);
  for (std::uint64_t value = 1; value <= 300; ++value) {
    const DayMark* mark = restored.find(token(value));
    ASSERT_NE(mark, nullptr);
    ASSERT_EQ(mark->hour, static_cast<std::int32_t>(value));
  }
}

}  // namespace
}  // namespace centinela::state
