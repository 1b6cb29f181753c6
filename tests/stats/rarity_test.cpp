#include "centinela/stats/rarity.h"

#include "centinela/stats/special.h"

#include "archive.h"

#include <gtest/gtest.h>

#include <array>
#include <numeric>
#include <vector>

namespace centinela::stats {
namespace {

TEST(Rarity, falls_back_to_the_parent_without_own_history) {
  EXPECT_DOUBLE_EQ(backed_off({0, 0}, 0.3), 0.3);
  EXPECT_DOUBLE_EQ(backed_off({5, 10}, 0.3, 10), 0.4);
  EXPECT_NEAR(backed_off({900, 1000}, 0.01), 0.9, 0.01);
}

TEST(Rarity, probabilities_of_all_values_add_up_to_one) {
  const std::array<double, 4> tenant_days{50, 30, 15, 5};
  const std::array<double, 4> own_days{0, 7, 2, 0};
  double sum = 0;
  for (std::size_t v = 0; v < tenant_days.size(); ++v) {
    sum += rarity_probability({.own = {own_days[v], 9},
                               .group = {tenant_days[v] / 5, 20},
                               .tenant = {tenant_days[v], 100},
                               .distinct_values = 4});
  }
  const RarityLevels unseen{
      .own = {0, 9}, .group = {0, 20}, .tenant = {0, 100}, .distinct_values = 4};
  EXPECT_NEAR(sum + rarity_probability(unseen), 1, 1e-12);
}

TEST(Rarity, leaves_room_for_what_the_tenant_never_saw) {
  EXPECT_DOUBLE_EQ(unseen_probability(0, 0), 1);
  EXPECT_DOUBLE_EQ(unseen_probability(100, 3), 0.5 / 102);
  EXPECT_GT(unseen_probability(1e9, 10), 0);
}

TEST(Rarity, what_half_the_team_does_is_no_news) {
  const RarityLevels common{
      .own = {0, 60}, .group = {500, 1000}, .tenant = {900, 5000}, .distinct_values = 8};
  const RarityLevels unheard_of{
      .own = {0, 60}, .group = {0, 1000}, .tenant = {1, 5000}, .distinct_values = 8};
  EXPECT_GT(rarity_probability(common), 0.05);
  EXPECT_LT(rarity_probability(unheard_of), 0.001);
}

TEST(Rarity, sums_the_mass_of_values_no_likelier) {
  const std::vector<double> known{0.5, 0.3, 0.1, 0.06, 0.03};
  EXPECT_NEAR(rarity_p(known, 0.1, 0.01), 0.1 + 0.06 + 0.03 + 0.01, 1e-12);
  EXPECT_NEAR(rarity_p(known, 0.5, 0.01), 1, 1e-12);
  EXPECT_NEAR(rarity_p(known, 0.01, 0.01), 0.01, 1e-12);
}

TEST(Rarity, does_not_punish_a_naturally_varied_user) {
  const std::vector<double> varied(100, 0.0099);
  const std::vector<double> narrow{0.98, 0.0099};
  EXPECT_GT(rarity_p(varied, 0.0099, 0.01), 0.9);
  EXPECT_LT(rarity_p(narrow, 0.0099, 0.0001), 0.02);
}

TEST(Rarity, ties_are_ties_in_spite_of_rounding) {
  const double third = 1.0 / 3;
  const std::vector<double> equal{third, 0.1 + third - 0.1, third * 3 / 3};
  EXPECT_NEAR(rarity_p(equal, std::nextafter(third, 0), 0), 1, 1e-9);
}

TEST(Rarity, is_at_least_the_value_s_own_probability_and_never_zero) {
  EXPECT_DOUBLE_EQ(rarity_p({}, 0.02, 0.5), 0.02);
  EXPECT_EQ(rarity_p({}, 0, 0.5), smallest_p);
  const std::vector<double> too_much{0.9, 0.9};
  EXPECT_EQ(rarity_p(too_much, 0.9, 0.1), 1);
}

TEST(Rarity, bad_counts_do_not_leave_the_range) {
  EXPECT_LE(backed_off({9, 3}, 0.5), 1);
  EXPECT_GT(backed_off({-4, 3}, 0), 0);
  EXPECT_LE(tenant_probability({9, 3}, -1), 1);
}

TEST(Rarity, counts_survive_a_round_trip) {
  const BackoffCounts restored = test::round_trip(BackoffCounts{2.5, 40});
  EXPECT_EQ(restored.value_count, 2.5);
  EXPECT_EQ(restored.total, 40);
}

}  // namespace
}  // namespace centinela::stats
