#include "centinela/stats/beta_binomial.h"

#include "centinela/base/rng.h"
#include "centinela/stats/special.h"

#include "archive.h"
#include "exact.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace centinela::stats {
namespace {

struct Shape {
  double alpha;
  double beta;
};
// Beta(0.3, 0.4) is U-shaped, Beta(0.5, 60) falls, Beta(300, 200) is nearly binomial.
constexpr Shape shapes[] = {{0.3, 0.4}, {0.5, 60}, {1.5, 48.5}, {5, 5}, {300, 200}};

TEST(BetaBinomial, tails_agree_with_the_slow_sum) {
  for (const Shape& s : shapes) {
    for (const std::int64_t n : {1, 7, 46, 400}) {
      for (std::int64_t u = 0; u <= n; u += 1 + n / 9) {
        const auto whole = static_cast<double>(u);
        const auto exact =
            static_cast<double>(test::exact_beta_binomial_at_least(u, n, s.alpha, s.beta));
        const BetaBinomial model{n, s.alpha, s.beta};
        EXPECT_NEAR(model.p_at_least(whole) / clamp_p(exact), 1, 1e-8) << s.alpha << " " << u;
        EXPECT_NEAR(model.p_at_most(whole - 1), 1 - exact, 1e-10) << s.alpha << " " << u;
      }
    }
  }
}

TEST(BetaBinomial, gives_the_design_s_examples) {
  // Team rate 3 %: 11 unexplained of 46 are rare, 4 of 46 are not.
  const BetaPrior team = BetaPrior::from_mean(0.03, 50);
  const BetaBinomial model = BetaBinomial::of(46, team);
  EXPECT_LT(model.p_at_least(11), 1e-3);
  EXPECT_NEAR(model.p_at_least(4), 0.08, 0.04);
}

TEST(BetaBinomial, interpolates_between_whole_counts) {
  const BetaBinomial model{46, 1.5, 48.5};
  EXPECT_NEAR(
      model.p_at_least(3.25), 0.75 * model.p_at_least(3) + 0.25 * model.p_at_least(4), 1e-12);
  EXPECT_NEAR(
      model.p_above_mid(3.25), 0.75 * model.p_above_mid(3) + 0.25 * model.p_above_mid(4), 1e-12);
  double before = 1;
  for (int tenth = 0; tenth <= 460; ++tenth) {
    const double u = tenth / 10.0;
    const double p = model.p_at_least(u);
    EXPECT_LE(p, before + 1e-15) << u;
    before = p;
  }
}

TEST(BetaBinomial, mid_p_lies_halfway_between_the_tails) {
  const BetaBinomial model{46, 1.5, 48.5};
  for (int u = 0; u < 46; ++u) {
    const double halfway = 0.5 * (model.p_at_least(u) + model.p_at_least(u + 1));
    EXPECT_NEAR(model.p_above_mid(u) / halfway, 1, 1e-9) << u;
  }
}

TEST(BetaBinomial, thins_many_trials_within_its_stated_error) {
  // Above 2048 trials; compared down to p = 1e-6 with the exact sum.
  for (const Shape& s : {Shape{1.5, 48.5}, Shape{5, 5}, Shape{30, 570}}) {
    const std::int64_t n = 20'000;
    const double mean = s.alpha / (s.alpha + s.beta);
    for (const double factor : {0.5, 1.0, 1.3, 1.7, 2.5}) {
      const auto u = static_cast<std::int64_t>(mean * factor * static_cast<double>(n));
      const auto exact =
          static_cast<double>(test::exact_beta_binomial_at_least(u, n, s.alpha, s.beta));
      if (exact > 1e-6) {
        const double p = beta_binomial_at_least(static_cast<double>(u), n, s.alpha, s.beta);
        EXPECT_NEAR(p / exact, 1, 0.25) << s.alpha << " " << factor;
      }
    }
  }
}

TEST(BetaBinomial, is_never_too_sure_about_many_trials_of_a_certain_rate) {
  const std::int64_t n = 10'000;
  for (const double share : {0.11, 0.12, 0.13}) {
    const double u = share * static_cast<double>(n);
    const auto exact = static_cast<double>(
        test::exact_beta_binomial_at_least(static_cast<std::int64_t>(u), n, 5e4, 4.5e5));
    EXPECT_GE(beta_binomial_at_least(u, n, 5e4, 4.5e5), exact) << share;
  }
}

TEST(BetaBinomial, is_never_zero_nor_nan_at_the_edges) {
  const BetaBinomial none{0, 0.5, 0.5};
  EXPECT_EQ(none.p_at_least(0), 1);
  EXPECT_EQ(none.p_at_least(1), smallest_p);
  EXPECT_EQ(none.p_at_most(0), 1);
  const BetaBinomial model{46, 0, 0};
  EXPECT_GT(model.p_at_least(46), 0);
  EXPECT_EQ(model.p_at_least(47), smallest_p);
  EXPECT_EQ(model.p_above_mid(-1), 1);
  EXPECT_EQ(model.p_at_most(-1), smallest_p);
  EXPECT_EQ(model.randomised_pit_upper(-1, 0.5), 1);
  EXPECT_EQ(model.randomised_pit_upper(47, 0.5), smallest_p);
}

TEST(BetaBinomial, quantile_is_the_first_count_that_reaches_its_share) {
  for (const Shape& s : shapes) {
    const BetaBinomial model{46, s.alpha, s.beta};
    for (const double p : {0.0, 0.05, 0.5, 0.95, 0.999}) {
      const std::int64_t u = model.quantile(p);
      EXPECT_GE(model.p_at_most(static_cast<double>(u)), p);
      EXPECT_TRUE(u == 0 || model.p_at_most(static_cast<double>(u - 1)) < p) << s.alpha << " " << p;
    }
    const Interval interval = model.expected(0.9);
    EXPECT_LE(interval.low, interval.high);
    EXPECT_LE(interval.high, 46);
  }
}

TEST(BetaPrior, learns_by_counting) {
  const BetaPrior after = BetaPrior{1.5, 48.5}.posterior(4, 50);
  EXPECT_DOUBLE_EQ(after.mean(), 5.5 / 100);
  EXPECT_DOUBLE_EQ(after.strength(), 100);
  EXPECT_DOUBLE_EQ(BetaPrior(1, 1).posterior(9, 4).strength(), 6);
  EXPECT_DOUBLE_EQ(BetaPrior::from_mean(0.2, 30).mean(), 0.2);
  EXPECT_EQ(test::round_trip(after), after);
}

// Members whose rates scatter as the truth says.
RatePriorEstimator simulated(const BetaPrior& truth, int members, int trials) {
  Rng rng(77);
  RatePriorEstimator estimator;
  for (int i = 0; i < members; ++i) {
    const double a = rng.gamma(truth.alpha);
    const double rate = a / (a + rng.gamma(truth.beta));
    double hits = 0;
    for (int k = 0; k < trials; ++k) {
      hits += rng.uniform() < rate ? 1 : 0;
    }
    estimator.add(hits, trials);
  }
  return estimator;
}

TEST(RatePriorEstimator, recovers_mean_and_strength_of_a_large_group) {
  const BetaPrior truth{3, 57};
  const BetaPrior found = simulated(truth, 1500, 60).estimate({1, 1});
  EXPECT_NEAR(found.mean() / truth.mean(), 1, 0.05);
  EXPECT_NEAR(found.strength() / truth.strength(), 1, 0.25);
}

TEST(RatePriorEstimator, is_the_default_for_nobody_and_near_it_for_one) {
  const BetaPrior shipped{1.5, 48.5};
  EXPECT_NEAR(RatePriorEstimator{}.estimate(shipped).mean(), 0.03, 1e-12);
  RatePriorEstimator one;
  one.add(2, 4);
  EXPECT_LT(one.estimate(shipped).mean(), 0.1);
  EXPECT_NEAR(one.estimate(shipped).strength(), 50, 1e-9);
}

TEST(RatePriorEstimator, does_not_take_nothing_seen_for_a_rate_of_nothing) {
  const BetaPrior usual = BetaPrior::from_mean(0.07, 20);
  RatePriorEstimator estimator;
  for (int member = 0; member < 5; ++member) {
    estimator.add(0, 10);
  }
  EXPECT_GT(estimator.estimate(usual).mean(), 0.005);
  for (int member = 0; member < 500; ++member) {
    estimator.add(0, 1000);
  }
  EXPECT_LT(estimator.estimate(usual).mean(), 0.001) << "half a million are proof";
}

TEST(RatePriorEstimator, keeps_strength_within_bounds) {
  RatePriorEstimator alike;
  RatePriorEstimator opposed;
  for (int i = 0; i < 200; ++i) {
    alike.add(30, 1000);
    opposed.add(i % 2 == 0 ? 0 : 100, 100);
  }
  EXPECT_LE(alike.estimate({1, 1}).strength(), 1000.001);
  EXPECT_GE(opposed.estimate({1, 1}).strength(), 1.999);
}

TEST(RatePriorEstimator, merges_removes_and_survives_a_round_trip) {
  RatePriorEstimator all = simulated({3, 57}, 20, 60);
  const BetaPrior before = all.estimate({1, 1});
  RatePriorEstimator one;
  one.add(9, 40);
  all.merge(one);
  EXPECT_NE(all.estimate({1, 1}), before);
  all.remove(9, 40);
  EXPECT_NEAR(all.estimate({1, 1}).strength(), before.strength(), 1e-6);
  EXPECT_EQ(test::round_trip(all).estimate({1, 1}), all.estimate({1, 1}));
}

}  // namespace
}  // namespace centinela::stats
