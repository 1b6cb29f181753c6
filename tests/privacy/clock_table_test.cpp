#include "privacy/clock_table.h"

#include "centinela/base/hash.h"
#include "centinela/base/rng.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <vector>

namespace centinela::privacy {
namespace {

struct Item {
  std::uint64_t token = 0;
  bool used = false;
  int value = 0;
};

// The same policy over a plain vector, searched from end to end.
class SlowTable {
 public:
  explicit SlowTable(std::size_t capacity) : capacity_(capacity) {}

  Item* find(std::uint64_t token) {
    const auto at = std::find_if(
        items_.begin(), items_.end(), [&](const Item& item) { return item.token == token; });
    return at == items_.end() ? nullptr : &*at;
  }
  std::optional<Item> insert(const Item& item) {
    if (items_.size() < capacity_) {
      items_.push_back(item);
      return std::nullopt;
    }
    for (; items_[hand_].used; hand_ = (hand_ + 1) % capacity_) {
      items_[hand_].used = false;
    }
    const Item victim = std::exchange(items_[hand_], item);
    hand_ = (hand_ + 1) % capacity_;
    return victim;
  }
  void erase(std::uint64_t token) {
    std::replace_if(
        items_.begin(),
        items_.end(),
        [&](const Item& item) { return item.token == token; },
        items_.back());
    items_.pop_back();
    hand_ = items_.empty() ? 0 : hand_ % items_.size();
  }

 private:
  std::size_t capacity_;
  std::vector<Item> items_;
  std::size_t hand_ = 0;
};

TEST(ClockTable, agrees_with_a_slow_exact_version_on_any_sequence_of_calls) {
  for (const std::uint64_t seed : {1ULL, 2ULL, 3ULL}) {
    for (const std::size_t capacity : {1UL, 2UL, 7UL, 64UL}) {
      Rng rng(seed);
      ClockTable<Item> table(capacity);
      SlowTable slow(capacity);
      for (int i = 0; i < 20000; ++i) {
        // Neighbouring tokens, so that runs of the index grow long and wrap round.
        const std::uint64_t token = 1 + rng.below(3 * capacity);
        Item* item = table.find(token);
        Item* expected = slow.find(token);
        const bool is_there = item != nullptr && expected != nullptr;
        ASSERT_EQ(item != nullptr, expected != nullptr) << "seed " << seed << " step " << i;
        if (!is_there) {
          const Item added{token, rng.below(2) == 0, i};
          const auto victim = table.insert(added);
          const auto expected_victim = slow.insert(added);
          ASSERT_EQ(victim.value_or(Item{}).token, expected_victim.value_or(Item{}).token);
        } else if (rng.below(4) == 0) {
          table.erase(token);
          slow.erase(token);
        } else {
          ASSERT_EQ(item->value, expected->value);
          item->used = true;
          expected->used = true;
        }
      }
    }
  }
}

TEST(ClockTable, gives_what_was_used_a_second_chance) {
  ClockTable<Item> table(3);
  table.insert({1, false, 0});
  table.insert({2, false, 0});
  table.insert({3, false, 0});
  Item* first = table.find(1);
  ASSERT_NE(first, nullptr);
  first->used = true;
  EXPECT_EQ(table.insert({4, false, 0})->token, 2U);
  EXPECT_EQ(table.insert({5, false, 0})->token, 3U);
  EXPECT_EQ(table.insert({6, false, 0})->token, 1U) << "its chance was used up";
}

TEST(ClockTable, never_holds_more_than_its_capacity) {
  ClockTable<Item> table(10);
  for (std::uint64_t token = 1; token <= 1000; ++token) {
    table.insert({mix64(token), true, 0});
    ASSERT_LE(table.size(), 10U);
  }
}

}  // namespace
}  // namespace centinela::privacy
