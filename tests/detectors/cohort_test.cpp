// D24: a team that moves while its siblings do not.
#include "centinela/base/rng.h"
#include "centinela/state/cohorts.h"

#include "office.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

namespace centinela::detectors {
namespace {

using std::chrono::hours;
using testing_support::at;

constexpr std::uint64_t teams = 3;
constexpr std::uint64_t team_members = 12;

class Cohorts : public testing::Test {
 protected:
  struct Plan {
    std::uint64_t team = 0;     // that moves; 0 = none
    std::uint64_t members = 0;  // of it
    double extra = 0;           // unexplained customers more a day
    double everybody = 0;
  };

  void look(std::uint64_t who, EventTime when, bool is_explained) {
    EventBuilder event(when);
    const std::uint64_t customer = next_customer_++;
    event.by(who).team(5, 1 + who % teams).subjects({customer});
    if (is_explained) {
      event.conversation(customer, customer);
    }
    watched_.see(event);
  }
  // Some twenty-two with a reason and one to three without, and `extra` of these more; in the order
  // of the clock, or the second person would be late.
  void work(std::uint64_t people, const std::function<double(std::uint64_t)>& extra) {
    std::vector<int> odd(people + 1);
    for (std::uint64_t who = 1; who <= people; ++who) {
      odd[who] = static_cast<int>(1.0 + 3.0 * rng_.uniform() + extra(who));
    }
    for (int slot = 0; slot < 22; ++slot) {
      const EventTime when = day_ + hours{9} + slot * std::chrono::minutes{15};
      for (std::uint64_t who = 1; who <= people; ++who) {
        look(who, when, true);
        if (slot < odd[who]) {
          look(who, when, false);
        }
      }
    }
    day_ = day_ + one_day;
    watched_.wait_until(day_ + hours{1});
    state::close_cohort_days(watched_.world, {}, surges_);
  }
  void live(int days) { live(days, Plan{}); }
  void live(int days, const Plan& plan) {
    for (int i = 0; i < days; ++i) {
      work(teams * team_members, [&plan](std::uint64_t who) {
        const bool moves =
            plan.team != 0 && 1 + who % teams == plan.team && who <= teams * plan.members;
        return plan.everybody + (moves ? plan.extra : 0);
      });
    }
  }
  double strongest(state::CohortLeg leg) const {
    double sum = 0;
    for (const state::CohortSurge& surge : surges_) {
      sum = surge.leg == leg ? std::max(sum, surge.sum) : sum;
    }
    return sum;
  }

  WatchedWorld watched_;
  std::vector<state::CohortSurge> surges_;
  EventTime day_ = at("2026-06-01T00:00:00Z");
  Rng rng_{17};
  std::uint64_t next_customer_ = 1000;
};

TEST_F(Cohorts, that_move_alone_are_told_within_days_though_nobody_stands_out) {
  live(35);
  EXPECT_LT(strongest(state::CohortLeg::reasons), 7);
  surges_.clear();
  live(8, {.team = 2, .members = 9, .extra = 3, .everybody = 0});
  std::erase_if(surges_, [](const auto& one) { return one.leg != state::CohortLeg::reasons; });
  ASSERT_FALSE(surges_.empty());
  const state::CohortSurge& surge = surges_.back();
  EXPECT_GT(strongest(state::CohortLeg::reasons), 9.2);
  EXPECT_EQ(surge.trait, state::CohortTrait::team);
  EXPECT_EQ(surge.value, 2U);
  EXPECT_EQ(surge.members, static_cast<std::int64_t>(team_members));
  EvidenceList list{};
  cohort_surge(surge, day_, list);
  ASSERT_EQ(list.size(), 1U);
  EXPECT_EQ(list[0].entity.type, EntityType::cohort);
  EXPECT_EQ(list[0].family, Family::cohort);
  EXPECT_GT(list[0].observed, list[0].expected_high);
  EXPECT_LE(surge.loudest.size(), 20U);
}

TEST_F(Cohorts, are_as_rare_as_the_strongest_of_all_that_were_compared) {
  state::CohortSurge surge;
  surge.sum = 12;
  surge.difference = 1;
  surge.observed = 60;
  surge.expected = 20;
  const auto told = [&](std::int64_t compared) {
    surge.compared = compared;
    EvidenceList list{};
    cohort_surge(surge, day_, list);
    return list[0];
  };
  EXPECT_NEAR(told(1).p_value, std::exp(-12.0), 1e-9);
  EXPECT_NEAR(told(10).p_value, 10 * std::exp(-12.0), 1e-8);
  EXPECT_EQ(told(1).route_max, Route::page);
  EXPECT_EQ(told(10).route_max, Route::ticket) << "a drift of days can wait for the morning";
}

TEST_F(Cohorts, that_all_move_together_are_quiet) {
  live(35);
  surges_.clear();
  live(6, {.team = 0, .members = 0, .extra = 0, .everybody = 4});
  EXPECT_LT(strongest(state::CohortLeg::reasons), 9.2);
}

TEST_F(Cohorts, of_fewer_than_five_are_not_judged) {
  for (int day = 0; day < 30; ++day) {
    work(4 * teams, [](std::uint64_t who) { return 1 + who % teams == 2 ? 15.0 : 0.0; });
  }
  EXPECT_TRUE(surges_.empty());
}

TEST_F(Cohorts, are_judged_once_a_day_whatever_the_number_of_records) {
  live(8);
  const std::int64_t day = watched_.world.cohort_day;
  for (int i = 0; i < 5; ++i) {
    state::close_cohort_days(watched_.world, {}, surges_);
  }
  EXPECT_EQ(watched_.world.cohort_day, day);
}

class Track : public testing::Test {
 protected:
  void live(int days, double difference) {
    for (int i = 0; i < days; ++i) {
      track_.step(difference + (i % 2 == 0 ? 0.1 : -0.1), 0.3, day_++);
    }
  }
  state::CohortTrack track_;
  std::int64_t day_ = 20'000;
};

TEST_F(Track, does_not_let_a_drift_become_its_own_reference) {
  live(40, 0);
  const double before = track_.scale(0.3).centre;
  live(14, 1.5);
  EXPECT_GT(track_.cusum.sum, 9.2);
  EXPECT_NEAR(track_.scale(0.3).centre, before, 0.11);
  EXPECT_EQ(track_.began, 20'040);
}

TEST_F(Track, takes_what_has_gone_on_for_three_weeks_for_the_new_level) {
  live(40, 0);
  live(60, 1.5);
  EXPECT_FALSE(track_.cusum.is_frozen());
  EXPECT_GT(track_.scale(0.3).centre, 0.8);
}

TEST_F(Track, is_silent_about_a_cohort_that_has_always_been_different) {
  live(60, 1.5);
  EXPECT_FALSE(track_.cusum.is_frozen());
}

TEST_F(Track, calms_down_within_weeks_after_a_drift) {
  live(40, 0);
  live(10, 1.5);
  ASSERT_TRUE(track_.cusum.is_frozen());
  live(32, 0);
  EXPECT_FALSE(track_.cusum.is_frozen());
}

}  // namespace
}  // namespace centinela::detectors
