#include "centinela/stats/count_model.h"

#include "centinela/stats/group_prior.h"
#include "centinela/stats/learning.h"

#include "archive.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace centinela::stats {
namespace {

// 40 a day, a third more or less from member to member, κ = 10 within a member.
constexpr GroupPrior team{.mean = 40, .between_variance = 144, .kappa = 10};

TEST(CountModel, starts_as_its_group) {
  const CountModel hire = CountModel::from(team);
  EXPECT_DOUBLE_EQ(hire.mean(), 40);
  EXPECT_DOUBLE_EQ(hire.shape / (hire.rate * hire.rate), 144);
  EXPECT_EQ(hire.maturity(team), 0);
}

TEST(CountModel, predictive_has_the_mean_and_variance_of_rate_and_scatter_together) {
  const CountModel hire = CountModel::from(team);
  const NegativeBinomial predictive = hire.predictive(0.5, team);
  // Var(λmε) + E(λm) with Var λ/λ² = 144/1600 and Var ε = 1/10.
  const double spread = (1 + 144.0 / 1600) * (1 + 1.0 / 10) - 1;
  EXPECT_DOUBLE_EQ(predictive.mean, 20);
  EXPECT_NEAR(predictive.variance(), 20 + 20 * 20 * spread, 1e-9);
}

TEST(CountModel, judges_a_new_hire_by_the_spread_of_the_team) {
  const CountModel hire = CountModel::from(team);
  CountModel veteran = hire;
  for (int day = 0; day < 200; ++day) {
    veteran.learn(40, 1, team, forget_factor(1.0, count_half_life_days));
  }
  // A busy member of that team has 65 days often enough; the veteran of 40 a day hardly.
  EXPECT_GT(hire.predictive(1, team).p_at_least(70), 0.03);
  EXPECT_LT(veteran.predictive(1, team).p_at_least(70), hire.predictive(1, team).p_at_least(70));
  EXPECT_LT(hire.predictive(1, team).p_at_least(220), 1e-5);
}

TEST(CountModel, is_no_veteran_after_one_day) {
  CountModel hire = CountModel::from(team);
  hire.learn(80, 1, team, forget_factor(1.0, count_half_life_days));
  EXPECT_LT(hire.maturity(team), 0.5);
  EXPECT_GT(hire.mean(), 45);
  EXPECT_LT(hire.mean(), 65);
}

TEST(CountModel, trusts_a_window_less_the_more_counts_scatter) {
  CountModel steady = CountModel::from(team);
  CountModel erratic = CountModel::from({40, 144, 2});
  const GroupPrior poisson{40, 144, 1e6};
  steady.learn(80, 1, poisson, 1);
  erratic.learn(80, 1, {40, 144, 2}, 1);
  EXPECT_GT(steady.mean(), erratic.mean());
  EXPECT_GT(steady.maturity(poisson), erratic.maturity({40, 144, 2}));
}

TEST(CountModel, finds_the_rate_of_an_entity_that_differs_from_its_group) {
  CountModel model = CountModel::from(team);
  for (int day = 0; day < 120; ++day) {
    model.learn(15, 1, team, forget_factor(1.0, count_half_life_days));
  }
  EXPECT_NEAR(model.mean(), 15, 3);
}

TEST(CountModel, counts_a_window_by_its_exposure) {
  CountModel whole = CountModel::from({40, 144, 1e6});
  CountModel halves = whole;
  whole.learn(50, 1, {40, 144, 1e6}, 1);
  halves.learn(20, 0.5, {40, 144, 1e6}, 1);
  halves.learn(30, 0.5, {40, 144, 1e6}, 1);
  EXPECT_NEAR(whole.mean(), halves.mean(), 1e-2);
  EXPECT_NEAR(whole.rate, halves.rate, 1e-3);
}

TEST(CountModel, drifts_back_to_its_group_during_a_long_leave) {
  CountModel model = CountModel::from(team);
  for (int day = 0; day < 60; ++day) {
    model.learn(90, 1, team, forget_factor(1.0, count_half_life_days));
  }
  ASSERT_GT(model.mean(), 75);
  model.learn(0, 0, team, forget_factor(180.0, count_half_life_days));
  EXPECT_NEAR(model.mean(), 40, 1);
  EXPECT_LT(model.maturity(team), 0.01);
}

TEST(CountModel, learns_nothing_at_weight_zero) {
  CountModel model = CountModel::from(team);
  const CountModel before = model;
  model.learn(500, 1, team, 1, 0);
  EXPECT_EQ(model, before);
}

TEST(CountModel, stays_a_distribution_whatever_it_is_fed) {
  CountModel model = CountModel::from({0, 0, 0});
  model.learn(-3, -1, {0, 0, 0}, 2, -1);
  model.learn(0, 1e9, {0, 0, 0}, 0.5);
  model.learn(1e12, 0, {0, 0, 0}, 0);
  EXPECT_GT(model.shape, 0);
  EXPECT_GT(model.rate, 0);
  const double p = model.predictive(1, {0, 0, 0}).p_at_least(3);
  EXPECT_GT(p, 0);
  EXPECT_LE(p, 1);
}

TEST(CountModel, drift_is_capped_at_three_percent_a_day_in_both_directions) {
  CountModel up{80, 1};
  up.cap_drift(40, 2);
  EXPECT_NEAR(std::log(up.mean() / 40), 0.06, 1e-12);
  EXPECT_EQ(up.rate, 1);
  CountModel down{20, 1};
  down.cap_drift(40, 1);
  EXPECT_NEAR(std::log(down.mean() / 40), -0.03, 1e-12);
  CountModel within{40.5, 1};
  within.cap_drift(40, 1);
  EXPECT_EQ(within.mean(), 40.5);
}

TEST(CountModel, a_poisoner_gains_at_most_three_percent_a_day) {
  CountModel model = CountModel::from(team);
  double x = 40;
  for (int day = 0; day < 45; ++day) {
    const double before = model.mean();
    x *= 1.1;
    const NegativeBinomial predictive = model.predictive(1, team);
    model.learn(winsorised(x, predictive), 1, team, forget_factor(1.0, count_half_life_days));
    model.cap_drift(before, 1);
  }
  EXPECT_LE(model.mean(), 40 * std::exp(0.03 * 45) * (1 + 1e-9));
}

TEST(Learning, cuts_a_count_to_the_99_percent_quantile_and_leaves_the_rest) {
  const NegativeBinomial predictive{40, 0.2};
  const auto limit = static_cast<double>(predictive.quantile(0.99));
  EXPECT_EQ(winsorised(5000, predictive), limit);
  EXPECT_EQ(winsorised(limit + 1, predictive), limit);
  for (const double x : {0.0, 1.0, 12.5, 40.0, limit - 1, limit}) {
    EXPECT_EQ(winsorised(x, predictive), x);
  }
}

TEST(Learning, quarantines_below_one_in_a_thousand) {
  EXPECT_TRUE(is_quarantined(9e-4));
  EXPECT_FALSE(is_quarantined(1e-3));
}

TEST(Forgetting, halves_after_a_half_life_and_never_gains) {
  EXPECT_DOUBLE_EQ(forget_factor(14.0, 14.0), 0.5);
  EXPECT_DOUBLE_EQ(forget_factor(0.0, 14.0), 1);
  EXPECT_DOUBLE_EQ(forget_factor(-3.0, 14.0), 1);
  EXPECT_DOUBLE_EQ(forget_factor(one_hour * 12, one_day), std::sqrt(0.5));
  EXPECT_DOUBLE_EQ(forget_factor(one_hour - one_day, one_day), 1);
}

TEST(CountModel, survives_a_round_trip) {
  CountModel model = CountModel::from(team);
  model.learn(51, 0.7, team, 0.9);
  EXPECT_EQ(test::round_trip(model), model);
  EXPECT_EQ(test::round_trip(team), team);
}

}  // namespace
}  // namespace centinela::stats
