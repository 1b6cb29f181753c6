#include "centinela/alerting/budget.h"

#include "centinela/base/rng.h"

#include <gtest/gtest.h>

#include <cmath>

namespace centinela::alerting {
namespace {

state::EntityKey entity(std::uint64_t id) {
  return {EntityType::principal, TenantToken{1}, id};
}

void day_of(Budget& budget, std::int64_t day, std::uint64_t candidates, double p, Rng& rng) {
  budget.advance(day);
  for (std::uint64_t i = 0; i < candidates; ++i) {
    budget.note_candidate(entity(i), p * (0.5 + rng.uniform()));
  }
}

TEST(Budget, moves_its_lines_by_at_most_a_twentieth_looser_or_a_tenth_tighter_a_day) {
  Rng rng(71);
  Budget budget;
  double before = budget.pages().log_p;
  for (std::int64_t day = 0; day < 120; ++day) {
    const bool is_noisy = (day / 30) % 2 == 1;
    day_of(budget, day, is_noisy ? 200 : 1, is_noisy ? 1e-9 : 1e-2, rng);
    const double now = budget.pages().log_p;
    ASSERT_LE(now, before * 0.95 + 1e-9) << "day " << day;
    ASSERT_GE(now, before * 1.10 - 1e-9) << "day " << day;
    before = now;
  }
}

TEST(Budget, tightens_until_noise_fits_the_budget) {
  Rng rng(72);
  Budget budget;
  std::int64_t passed = 0;
  for (std::int64_t day = 0; day < 90; ++day) {
    budget.advance(day);
    for (std::uint64_t i = 0; i < 60; ++i) {
      const double p = std::pow(10, -2 - 5 * rng.uniform());
      budget.note_candidate(entity(i), p);
      passed += day >= 60 && std::log(p) <= budget.pages().log_p ? 1 : 0;
    }
  }
  EXPECT_NEAR(static_cast<double>(passed) / 30, 5, 1.5) << "pages a day in the last month";
}

TEST(Budget, is_a_ceiling_and_not_a_target) {
  Budget budget;
  const double start = budget.pages().log_p;
  for (std::int64_t day = 0; day < 200; ++day) {
    budget.advance(day);
  }
  EXPECT_LE(std::exp(budget.pages().log_p), 2 * std::exp(start) * (1 + 1e-9))
      << "quiet does not make the usual unusual";
}

TEST(Budget, is_spent_at_twice_its_size_and_three) {
  Budget budget;
  budget.advance(0);
  budget.pages().sent = 12;
  EXPECT_FALSE(budget.pages().is_spent());
  budget.pages().sent = 13;
  EXPECT_TRUE(budget.pages().is_spent());
  budget.advance(1);
  EXPECT_EQ(budget.pages().sent, 0) << "a new day";
}

TEST(Budget, counts_an_entity_once_a_day_at_its_most_extreme) {
  Budget budget;
  budget.advance(0);
  for (const double p : {1e-3, 1e-6, 1e-2}) {
    budget.note_candidate(entity(1), p);
  }
  EXPECT_EQ(budget.candidates_today(), 1);
  budget.note_candidate(entity(2), 1e-3);
  EXPECT_EQ(budget.candidates_today(), 2);
  budget.advance(1);
  EXPECT_EQ(budget.candidates_today(), 0);
  EXPECT_EQ(budget.closed_days(), 1);
}

TEST(Budget, does_not_work_through_a_gap_of_years_day_by_day) {
  Budget budget;
  budget.advance(0);
  budget.advance(10'000);
  EXPECT_EQ(budget.closed_days(), 28);
  budget.advance(10'001);
  EXPECT_EQ(budget.closed_days(), 29);
}

TEST(Budget, gives_a_larger_budget_a_looser_line) {
  Settings small;
  small.pages_per_day = 1;
  Settings large;
  large.pages_per_day = 50;
  EXPECT_LT(Budget(small).pages().log_p, Budget(large).pages().log_p);
  Settings none;
  none.pages_per_day = 0;
  Budget silent(none);
  for (std::int64_t day = 0; day < 60; ++day) {
    silent.advance(day);
  }
  EXPECT_LT(silent.pages().log_p, std::log(1e-100)) << "no budget, no page";
}

}  // namespace
}  // namespace centinela::alerting
