// Drift over weeks: what one-sided CUSUMs on a lagged reference must find, and what they must not.
#include "centinela/state/drift_track.h"

#include "centinela/base/rng.h"
#include "centinela/state/drift_pool.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace centinela::state {
namespace {

constexpr double found_p = 1.25e-4;  // one in 8 000 days

double poisson(Rng& rng, double mean) {
  return static_cast<double>(rng.poisson(mean));
}

// An agent's day: customers scatter with a coefficient of variation of about 0.22.
double customers(Rng& rng, double mean) {
  return poisson(rng, mean * std::exp(0.15 * rng.normal() - 0.01125));
}

const DriftPriors team{{40, 100, 40}, {0.8, 19.2}, {0.1, 9.9}};
const DriftScale unmeasured{};

// One leg of one agent, lived through day by day, five days a week.
class Agent {
 public:
  Agent(DriftKind kind, std::uint64_t seed) : rng_(seed), kind_(kind) {}

  Rng& rng() { return rng_; }
  double p() const { return drift_p(leg_.cusum.sum, unmeasured); }
  const DriftLegState& leg() const { return leg_; }
  void close(double x, double exposure) {
    const DriftDay day{day_, static_cast<float>(x), static_cast<float>(exposure)};
    close_drift_day(leg_, kind_, day, team, unmeasured);
    day_ += day_ % 7 == 4 ? 3 : 1;
  }
  void work(int days) {
    for (int i = 0; i < days; ++i) {
      const double opened = customers(rng_, 40);
      if (kind_ == DriftKind::subjects) {
        close(opened, 1);
      } else {
        close(poisson(rng_, 0.05 * opened), opened);
      }
    }
  }

 private:
  Rng rng_;
  DriftKind kind_;
  DriftLegState leg_;
  std::int32_t day_ = 18'000 - 18'000 % 7;
};

// Working days until an agent who opens that share more, none of it explained, is found.
int days_to_find_unexplained(std::uint64_t seed, double share) {
  Agent agent(DriftKind::unexplained, seed);
  agent.work(45);
  for (int day = 1; day <= 60; ++day) {
    const double opened = customers(agent.rng(), 40);
    const double stolen = poisson(agent.rng(), 40 * share);
    agent.close(poisson(agent.rng(), 0.05 * opened) + stolen, opened + stolen);
    if (agent.p() < found_p) {
      return day;
    }
  }
  return 99;
}

template <class DaysOf>
double median_of_twenty(const DaysOf& days_of) {
  std::vector<int> days;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    days.push_back(days_of(seed));
  }
  std::nth_element(days.begin(), days.begin() + 10, days.end());
  return days[10];
}

TEST(Drift, finds_sixty_per_cent_more_without_a_reason_within_five_working_days) {
  EXPECT_LE(median_of_twenty([](std::uint64_t s) { return days_to_find_unexplained(s, 0.6); }), 5);
}

TEST(Drift, finds_a_quarter_more_without_a_reason_within_sixteen_working_days) {
  EXPECT_LE(median_of_twenty([](std::uint64_t s) { return days_to_find_unexplained(s, 0.25); }),
            16);
}

// What has left, in days' worth of work, when a ramp of so much a day is found by volume alone.
double stolen_before_found(std::uint64_t seed, double per_day) {
  Agent agent(DriftKind::subjects, seed);
  agent.work(45);
  double stolen = 0;
  double factor = 1;
  for (int day = 1; day <= 60; ++day) {
    factor *= 1 + per_day;
    const double opened = customers(agent.rng(), 40 * factor);
    stolen += factor - 1;
    agent.close(opened, 1);
    if (agent.p() < found_p) {
      return stolen;
    }
  }
  return 99;
}

TEST(Drift, finds_a_ramp_before_five_days_worth_has_left) {
  for (const double per_day : {0.02, 0.05, 0.10}) {
    const double stolen = median_of_twenty(
        [&](std::uint64_t s) { return static_cast<int>(100 * stolen_before_found(s, per_day)); });
    EXPECT_LT(stolen / 100, 5) << per_day;
  }
}

TEST(Drift, does_not_learn_a_rise_while_it_lasts) {
  Agent agent(DriftKind::subjects, 3);
  agent.work(45);
  const double before = agent.leg().x / agent.leg().exposure;
  for (int day = 0; day < 30; ++day) {
    agent.close(90, 1);
  }
  EXPECT_NEAR(agent.leg().x / agent.leg().exposure, before, 1);
  EXPECT_LE(agent.p(), 1e-9);
}

TEST(Drift, accepts_a_level_that_nobody_objected_to_for_two_months) {
  Agent agent(DriftKind::subjects, 3);
  agent.work(45);
  for (int day = 0; day < 90; ++day) {
    agent.close(90, 1);
  }
  EXPECT_NEAR(agent.leg().x / agent.leg().exposure, 90, 2);
  EXPECT_GT(agent.p(), 0.01);
}

TEST(Drift, is_quiet_where_nothing_changes) {
  int found = 0;
  int days = 0;
  for (std::uint64_t seed = 100; seed < 160; ++seed) {
    Agent agent(DriftKind::subjects, seed);
    agent.work(20);
    bool was_found = false;
    for (int day = 0; day < 100; ++day, ++days) {
      agent.work(1);
      const bool is_found = agent.p() < found_p;
      found += is_found && !was_found ? 1 : 0;
      was_found = is_found;
    }
  }
  EXPECT_LE(found, 4) << "alarms in " << days << " days without a role's measured threshold";
}

TEST(Drift, abstains_until_there_are_ten_days_to_compare_with) {
  Agent agent(DriftKind::subjects, 5);
  agent.work(9);
  agent.close(400, 1);
  EXPECT_EQ(agent.leg().cusum.sum, 0);
}

TEST(Drift, counts_a_day_of_the_whole_team_as_the_teams) {
  DriftScale scale;
  for (int member = 0; member < 20; ++member) {
    scale.note(100, 1.5);
  }
  EXPECT_GT(scale.common_mode(100), 1);
  EXPECT_EQ(scale.common_mode(101), 0);
  DriftScale few;
  few.note(100, 2);
  EXPECT_EQ(few.common_mode(100), 0) << "one member is no team";
  DriftScale below;
  for (int member = 0; member < 20; ++member) {
    below.note(100, -1.5);
  }
  EXPECT_EQ(below.common_mode(100), 0) << "a quiet day makes nobody louder";
}

TEST(Drift, of_amounts_needs_more_than_one_large_day) {
  DriftLegState leg;
  std::int32_t day = 18'000;
  Rng rng(4);
  const auto close = [&](double records) {
    close_drift_day(
        leg, DriftKind::records, {day++, static_cast<float>(records), 1}, team, unmeasured);
  };
  for (int i = 0; i < 40; ++i) {
    close(5000 * std::exp(0.1 * rng.normal()));
  }
  close(60'000);
  EXPECT_GT(drift_p(leg.cusum.sum, unmeasured), 1e-2);
  for (int i = 0; i < 6; ++i) {
    close(12'000);
  }
  EXPECT_LT(drift_p(leg.cusum.sum, unmeasured), 1e-3);
}

TEST(DriftPool, measures_a_higher_threshold_where_days_hang_together) {
  const auto threshold_of = [](double rho) {
    DriftPool pool;
    Rng rng(9);
    double z = 0;
    for (int i = 0; i < 2000; ++i) {
      const double next = rho * z + std::sqrt(1 - rho * rho) * rng.normal();
      pool.add({next, z, next, i > 0, true}, 100 + i / 40);
      z = next;
    }
    DriftScale scale;
    pool.refresh(scale, 200);
    return scale.threshold;
  };
  EXPECT_GT(threshold_of(0.4F), threshold_of(0) + 1);
}

TEST(DriftPool, says_nothing_from_a_few_days) {
  DriftPool pool;
  for (int i = 0; i < 100; ++i) {
    pool.add({0.1, 0, 0.1, false, true}, 100);
  }
  DriftScale scale;
  pool.refresh(scale, 101);
  EXPECT_EQ(scale.threshold, 0);
}

}  // namespace
}  // namespace centinela::state
