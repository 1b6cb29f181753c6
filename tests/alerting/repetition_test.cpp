// What was told is not told again: opportunities, stories of one record, repeated tickets.
#include "desk.h"

#include <gtest/gtest.h>

namespace centinela::alerting {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

TEST(Repetition, does_not_tell_an_opportunity_again_in_the_next_episode) {
  Desk desk;
  ASSERT_EQ(desk.judge({desk.volume(rare), desk.unjustified(rare)}).size(), 1U);
  ASSERT_EQ(desk.wait(minutes{40}).size(), 1U);
  EXPECT_TRUE(desk.judge({desk.volume(rare), desk.unjustified(rare)}).empty());
  EXPECT_TRUE(desk.judge({desk.volume(rare / 50)}).empty());
  EXPECT_FALSE(desk.judge({desk.volume(rare / 1000)}).empty()) << "far rarer is news";
}

TEST(Repetition, counts_opportunities_that_are_judged_in_turn_once_each) {
  Desk in_turn;
  Desk one_by_one;
  const auto usual = [](Desk& desk, std::uint64_t opportunity) {
    desk.judge({desk.volume(0.5, opportunity)});
  };
  for (int round = 0; round < 50; ++round) {
    usual(in_turn, 1);
    usual(in_turn, 2);
  }
  usual(one_by_one, 1);
  usual(one_by_one, 2);
  const auto dilute = in_turn.judge({in_turn.volume(rare, 3)});
  const auto fresh = one_by_one.judge({one_by_one.volume(rare, 3)});
  ASSERT_EQ(dilute.size(), 1U);
  ASSERT_EQ(fresh.size(), 1U);
  EXPECT_EQ(dilute[0].alert.p_value, fresh[0].alert.p_value);
}

TEST(Repetition, keeps_the_story_of_one_customers_record_together_for_a_day) {
  Desk desk;
  const auto about_record = [&](double p) {
    Evidence one = desk.evidence(DetectorId::hot_record, Family::cohort, p);
    one.entity = {EntityType::data_subject, TenantToken{1}, 99};
    return one;
  };
  const auto first = desk.judge({about_record(1e-7)});
  ASSERT_EQ(first.size(), 1U);
  EXPECT_TRUE(desk.wait(minutes{90}).empty()) << "quiet, and not over";
  const auto second = desk.judge({about_record(1e-11)});
  ASSERT_EQ(second.size(), 1U) << "far rarer is news";
  EXPECT_EQ(second[0].alert.id, first[0].alert.id);
  EXPECT_EQ(second[0].alert.revision, 2U);
  ASSERT_EQ(desk.wait(std::chrono::hours{25}).size(), 1U) << "closed after the day";
  EXPECT_EQ(desk.alerter.open_alerts(), 0U);
}

TEST(Repetition, makes_no_second_ticket_of_the_same_kind_within_a_week_unless_far_rarer) {
  Desk desk;
  const auto ticket = [&](double p, std::uint64_t opportunity) {
    Evidence evidence = desk.volume(p, opportunity);
    evidence.route_max = Route::ticket;
    return desk.judge({evidence});
  };
  ASSERT_EQ(ticket(1e-5, 1).size(), 1U);
  desk.wait(minutes{40});
  EXPECT_TRUE(ticket(1e-5, 2).empty()) << "the first one is being worked on";
  desk.wait(minutes{40});
  const auto rarer = ticket(1e-7, 3);
  ASSERT_EQ(rarer.size(), 1U);
  desk.wait(hours{7 * 24});
  const auto later = ticket(1e-5, 4);
  ASSERT_EQ(later.size(), 1U);
  EXPECT_FALSE(later[0].alert.id == rarer[0].alert.id);
}

TEST(Repetition, does_not_tell_as_risk_what_it_told_as_something_else) {
  Desk desk;
  const auto risk = [&](std::uint64_t opportunity) {
    Evidence evidence = desk.evidence(DetectorId::entity_risk, Family::risk, 1e-5, opportunity);
    evidence.route_max = Route::ticket;
    return desk.judge({evidence});
  };
  ASSERT_EQ(desk.judge({desk.volume(rare)}).size(), 1U);
  desk.wait(minutes{40});
  EXPECT_TRUE(risk(1).empty());
  desk.wait(hours{7 * 24});
  EXPECT_EQ(risk(2).size(), 1U) << "what nobody was told of for a week";
}

TEST(Repetition, pages_for_the_same_kind_of_surprise_on_the_same_day) {
  Desk desk;
  ASSERT_EQ(desk.judge({desk.volume(rare)}).size(), 1U);
  desk.wait(minutes{40});
  const auto again = desk.judge({desk.volume(rare, 2)});
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0].alert.route, Route::page);
}

TEST(Repetition, tells_another_kind_of_surprise_in_the_next_episode) {
  Desk desk;
  const auto first = desk.judge({desk.volume(rare)});
  desk.wait(minutes{40});
  const auto second = desk.judge({desk.volume(rare, 2), desk.unjustified(rare)});
  ASSERT_EQ(first.size(), 1U);
  ASSERT_EQ(second.size(), 1U);
  EXPECT_FALSE(first[0].alert.id == second[0].alert.id);
}

// An access that waited for its reason is old evidence when it is judged.
TEST(Repetition, gives_no_two_alerts_of_an_entity_the_same_id) {
  Desk desk;
  const Evidence first = desk.volume(rare);
  const auto told = desk.judge({first});
  ASSERT_EQ(told.size(), 1U);
  desk.wait(minutes{40});
  Evidence late = desk.unjustified(rare);
  late.position = first.position;
  const auto again = desk.judge({late});
  ASSERT_EQ(again.size(), 1U);
  EXPECT_EQ(again[0].alert.revision, 1U);
  EXPECT_FALSE(again[0].alert.id == told[0].alert.id);
}

}  // namespace
}  // namespace centinela::alerting
