#include "centinela/stats/common_mode.h"

#include "centinela/base/rng.h"

#include "archive.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace centinela::stats {
namespace {

std::vector<PeerCount> team(std::size_t size, double observed, double expected) {
  return std::vector<PeerCount>(size, PeerCount{observed, expected});
}

TEST(CommonMode, follows_a_surge_of_the_whole_team) {
  const CommonMode mode = common_mode(team(20, 25, 10)).without({25, 10});
  EXPECT_NEAR(mode.factor, (19 * 25 + 20.0) / (19 * 10 + 20.0), 1e-12);
  EXPECT_EQ(mode.peers, 19);
}

TEST(CommonMode, is_one_below_eight_active_peers) {
  EXPECT_EQ(common_mode(team(8, 40, 10)).without({40, 10}).factor, 1);
  EXPECT_EQ(common_mode(team(8, 40, 10)).without({40, 10}).peers, 7);
  EXPECT_GT(common_mode(team(9, 40, 10)).without({40, 10}).factor, 2);
  EXPECT_GT(common_mode(team(8, 40, 10)).all().factor, 2);
  EXPECT_EQ(common_mode({}).all().factor, 1);
}

TEST(CommonMode, stays_within_half_and_four) {
  EXPECT_EQ(common_mode(team(30, 900, 10)).all().factor, 4);
  EXPECT_EQ(common_mode(team(30, 0, 50)).all().factor, 0.5);
}

TEST(CommonMode, does_not_let_oneself_explain_oneself) {
  std::vector<PeerCount> peers = team(10, 10, 10);
  peers.push_back({400, 10});
  EXPECT_NEAR(common_mode(peers).without({400, 10}).factor, 1, 1e-9);
}

TEST(CommonMode, does_not_let_a_few_loud_peers_move_the_others) {
  std::vector<PeerCount> peers = team(18, 10, 10);
  peers.push_back({600, 10});
  peers.push_back({500, 10});
  EXPECT_NEAR(common_mode(peers).without({10, 10}).factor, 1, 0.05);
}

TEST(CommonMode, is_unbiased_for_small_skewed_counts) {
  // A plain trimmed mean of ratios would drop nearly everybody who did something at all.
  Rng rng(99);
  for (const double mean : {0.5, 2.0, 10.0}) {
    double sum = 0;
    constexpr int rounds = 400;
    for (int round = 0; round < rounds; ++round) {
      std::vector<PeerCount> peers;
      for (int i = 0; i < 46; ++i) {
        const double rate = mean * rng.gamma(8) / 8;
        peers.push_back({static_cast<double>(rng.poisson(rate)), mean});
      }
      sum += common_mode(peers).all().factor / rounds;
    }
    EXPECT_NEAR(sum, 1, 0.05) << mean;
  }
}

TEST(CommonMode, taking_oneself_out_agrees_with_computing_without) {
  Rng rng(5);
  std::vector<PeerCount> peers;
  for (int i = 0; i < 40; ++i) {
    peers.push_back({static_cast<double>(rng.poisson(14)), 10});
  }
  const CommonModeSnapshot snapshot = common_mode(peers);
  for (std::size_t i = 0; i < peers.size(); ++i) {
    std::vector<PeerCount> others = peers;
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_NEAR(snapshot.without(peers[i]).factor, common_mode(others).all().factor, 0.02) << i;
  }
}

TEST(CommonMode, leaves_out_peers_of_whom_nothing_is_expected) {
  std::vector<PeerCount> peers = team(10, 10, 10);
  peers.push_back({1000, 0});
  const CommonModeSnapshot snapshot = common_mode(peers);
  EXPECT_EQ(snapshot.peers, 10);
  EXPECT_NEAR(snapshot.all().factor, 1, 1e-12);
  EXPECT_EQ(snapshot.without({1000, 0}).peers, 10);
}

TEST(CommonMode, does_not_depend_on_the_order_of_peers) {
  std::vector<PeerCount> peers = team(10, 10, 10);
  peers.push_back({600, 10});
  peers.push_back({0, 10});
  std::vector<PeerCount> reversed(peers.rbegin(), peers.rend());
  EXPECT_EQ(common_mode(peers).all().factor, common_mode(reversed).all().factor);
}

TEST(CommonMode, survives_a_round_trip) {
  const CommonModeSnapshot snapshot = common_mode(team(12, 14, 10));
  EXPECT_EQ(test::round_trip(snapshot).without({14, 10}).factor, snapshot.without({14, 10}).factor);
}

}  // namespace
}  // namespace centinela::stats
