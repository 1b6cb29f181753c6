#include "centinela/stats/group_prior.h"

#include "centinela/base/rng.h"

#include "archive.h"

#include <gtest/gtest.h>

#include <vector>

namespace centinela::stats {
namespace {

constexpr GroupPrior shipped{.mean = 100, .between_variance = 2500, .kappa = 4};

// A member of the true group: own rate, then windows with scatter and changing exposure.
MemberSums simulated_member(const GroupPrior& truth, int windows, Rng& rng) {
  const double rate = rng.gamma(truth.shape()) / truth.rate();
  MemberSums sums;
  for (int i = 0; i < windows; ++i) {
    const double exposure = 0.5 + rng.uniform();
    const double scatter = rng.gamma(truth.kappa) / truth.kappa;
    sums.add(static_cast<double>(rng.poisson(rate * exposure * scatter)), exposure);
  }
  return sums;
}

std::vector<MemberSums> simulated_team(const GroupPrior& truth,
                                       int members,
                                       int windows,
                                       std::uint64_t seed = 20'240'611) {
  Rng rng(seed);
  std::vector<MemberSums> team;
  team.reserve(static_cast<std::size_t>(members));
  for (int i = 0; i < members; ++i) {
    team.push_back(simulated_member(truth, windows, rng));
  }
  return team;
}

GroupPriorEstimator estimator_of(const std::vector<MemberSums>& team) {
  GroupPriorEstimator estimator;
  for (const MemberSums& member : team) {
    estimator.add(member);
  }
  return estimator;
}

void expect_same(const GroupPrior& a, const GroupPrior& b, double tolerance) {
  EXPECT_NEAR(a.mean / b.mean, 1, tolerance);
  EXPECT_NEAR(a.between_variance / b.between_variance, 1, tolerance);
  EXPECT_NEAR(a.kappa / b.kappa, 1, tolerance);
}

TEST(GroupPrior, matches_its_moments_by_a_gamma) {
  EXPECT_DOUBLE_EQ(shipped.shape(), 4);
  EXPECT_DOUBLE_EQ(shipped.rate(), 0.04);
}

TEST(GroupPriorEstimator, recovers_mean_spread_and_scatter_of_a_large_group) {
  for (const GroupPrior truth : {GroupPrior{40, 144, 10}, GroupPrior{3, 4, 5}}) {
    GroupPrior average{0, 0, 0};
    constexpr int teams = 30;
    for (std::uint64_t seed = 0; seed < teams; ++seed) {
      const auto team = simulated_team(truth, 200, 40, seed);
      const GroupPrior found = estimator_of(team).estimate(shipped);
      average.mean += found.mean / teams;
      average.between_variance += found.between_variance / teams;
      average.kappa += found.kappa / teams;
    }
    expect_same(average, truth, 0.1);
  }
}

TEST(GroupPriorEstimator, does_not_take_poisson_noise_for_spread) {
  // Everybody alike: what differs between members is noise only.
  const GroupPrior truth{5, 25 * 0.01, 1e6};
  const GroupPrior found = estimator_of(simulated_team(truth, 400, 10)).estimate({5, 0.25, 1e6});
  EXPECT_LT(found.between_variance / (found.mean * found.mean), 0.02);
}

TEST(GroupPriorEstimator, is_the_shipped_default_without_members) {
  expect_same(GroupPriorEstimator{}.estimate(shipped), shipped, 1e-12);
  GroupPriorEstimator idle;
  idle.add(MemberSums{});
  EXPECT_EQ(idle.members(), 0);
}

TEST(GroupPriorEstimator, believes_one_member_about_the_mean_but_not_about_the_spread) {
  MemberSums only;
  for (int i = 0; i < 30; ++i) {
    only.add(20 + i % 3, 1);
  }
  GroupPriorEstimator estimator;
  estimator.add(only);
  const GroupPrior found = estimator.estimate(shipped);
  EXPECT_LT(found.mean, 60);
  EXPECT_GT(found.mean, 21);
  EXPECT_NEAR(found.between_variance / (found.mean * found.mean), 0.25, 1e-9);
}

TEST(GroupPriorEstimator, trusts_a_group_more_the_more_members_it_has) {
  const GroupPrior truth{20, 36, 8};
  double before = 1e9;
  for (const int members : {1, 4, 16, 64}) {
    const GroupPrior found = estimator_of(simulated_team(truth, members, 40)).estimate(shipped);
    const double error = std::abs(found.mean - 20);
    EXPECT_LT(error, before + 3) << members;
    before = error;
  }
  EXPECT_LT(before, 2);
}

TEST(GroupPriorEstimator, takes_a_member_out_again) {
  const std::vector<MemberSums> team = simulated_team({20, 36, 8}, 12, 30);
  GroupPriorEstimator all = estimator_of(team);
  all.remove(team.back());
  const std::vector<MemberSums> others(team.begin(), team.end() - 1);
  expect_same(all.estimate(shipped), estimator_of(others).estimate(shipped), 1e-9);
}

TEST(GroupPriorEstimator, merges_the_summaries_of_shards) {
  const std::vector<MemberSums> team = simulated_team({20, 36, 8}, 20, 30);
  GroupPriorEstimator merged = estimator_of({team.begin(), team.begin() + 7});
  merged.merge(estimator_of({team.begin() + 7, team.end()}));
  expect_same(merged.estimate(shipped), estimator_of(team).estimate(shipped), 1e-9);
}

TEST(GroupPriorEstimator, keeps_its_bounds_for_silent_and_wild_groups) {
  GroupPriorEstimator silent;
  GroupPriorEstimator wild;
  for (int i = 0; i < 50; ++i) {
    MemberSums zero;
    MemberSums huge;
    for (int w = 0; w < 10; ++w) {
      zero.add(0, 1);
      huge.add(i == 0 && w == 0 ? 1e9 : 0, 1);
    }
    silent.add(zero);
    wild.add(huge);
  }
  for (const GroupPrior& found : {silent.estimate(shipped), wild.estimate(shipped)}) {
    EXPECT_GT(found.mean, 0);
    EXPECT_GE(found.kappa, kappa_floor);
    EXPECT_LE(found.kappa, kappa_cap);
    EXPECT_GE(found.between_variance, between_cv2_floor * found.mean * found.mean * 0.999);
    EXPECT_LE(found.between_variance, between_cv2_cap * found.mean * found.mean * 1.001);
  }
  EXPECT_LT(silent.estimate(shipped).mean, 1);
}

TEST(MemberSums, leave_out_windows_without_exposure_and_decay_as_a_whole) {
  MemberSums sums;
  sums.add(5, 0);
  sums.add(5, -1);
  EXPECT_EQ(sums.windows, 0);
  sums.add(6, 2);
  sums.decay(0.5);
  EXPECT_DOUBLE_EQ(sums.x / sums.exposure, 3);
  EXPECT_DOUBLE_EQ(sums.x_squared, 18);
}

TEST(GroupPriorEstimator, survives_a_round_trip) {
  const GroupPriorEstimator estimator = estimator_of(simulated_team({20, 36, 8}, 9, 30));
  EXPECT_EQ(test::round_trip(estimator).estimate(shipped), estimator.estimate(shipped));
  MemberSums member;
  member.add(4, 0.5);
  EXPECT_EQ(test::saved(test::round_trip(member)), test::saved(member));
}

}  // namespace
}  // namespace centinela::stats
