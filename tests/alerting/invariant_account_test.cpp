#include "centinela/alerting/invariant_account.h"

#include <gtest/gtest.h>

namespace centinela::alerting {
namespace {

constexpr EventTime start{1'780'000'000'000};

TEST(InvariantAccount, pays_three_pages_a_week) {
  InvariantAccount account;
  EXPECT_TRUE(account.page(1, start));
  EXPECT_TRUE(account.page(1, start + one_day));
  EXPECT_TRUE(account.page(1, start + 2 * one_day));
  EXPECT_FALSE(account.page(1, start + 3 * one_day));
  EXPECT_TRUE(account.page(1, start + 7 * one_day)) << "a new week";
}

TEST(InvariantAccount, keeps_one_promise_from_paying_for_another) {
  InvariantAccount account;
  for (int i = 0; i < 10; ++i) {
    account.page(1, start);
  }
  EXPECT_TRUE(account.page(2, start));
}

TEST(InvariantAccount, remembers_64_promises_and_lets_the_oldest_go) {
  InvariantAccount account;
  for (std::uint64_t key = 0; key < 64; ++key) {
    for (int i = 0; i < 4; ++i) {
      account.page(key, start);
    }
  }
  EXPECT_FALSE(account.page(0, start));
  account.page(64, start);
  EXPECT_TRUE(account.page(0, start)) << "forgotten, so it may page again";
  EXPECT_FALSE(account.page(63, start));
}

}  // namespace
}  // namespace centinela::alerting
