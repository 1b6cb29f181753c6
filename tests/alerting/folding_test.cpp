// What was told of a bot's conversations is not told of the bot once more.
#include "desk.h"

#include <gtest/gtest.h>

namespace centinela::alerting {
namespace {

class BotDesk : public testing::Test {
 protected:
  BotDesk() { desk_.kind = PrincipalKind::bot; }

  // A conversation that opened so many data subjects of others.
  std::vector<Decision> leak(Route route, std::uint64_t subjects) {
    Evidence evidence = desk_.promise(route);
    evidence.route_max = route;
    evidence.entity = {EntityType::conversation, TenantToken{1}, ++conversation_};
    return desk_.judge({evidence}, subjects);
  }
  std::vector<Decision> bot_unexplained(double observed) {
    Evidence evidence = desk_.unjustified(rare);
    evidence.observed = observed;
    evidence.expected_high = 1;
    return desk_.judge({evidence});
  }

  Desk desk_;
  std::uint64_t conversation_ = 500;
};

TEST_F(BotDesk, is_silent_about_a_bot_whose_told_conversation_took_it_all) {
  ASSERT_EQ(leak(Route::page, 8).size(), 1U);
  EXPECT_TRUE(bot_unexplained(9).empty());
  EXPECT_EQ(desk_.alerter.withheld(Withheld::repeated), 1U);
}

TEST_F(BotDesk, tells_of_a_bot_that_took_more_than_its_told_conversations) {
  ASSERT_EQ(leak(Route::page, 8).size(), 1U);
  EXPECT_EQ(bot_unexplained(30).size(), 1U);
}

TEST_F(BotDesk, tells_of_a_bot_none_of_whose_conversations_was_told) {
  EXPECT_EQ(bot_unexplained(9).size(), 1U);
}

TEST_F(BotDesk, pages_for_a_bot_whose_conversations_were_tickets) {
  ASSERT_EQ(leak(Route::ticket, 5).size(), 1U);
  ASSERT_EQ(leak(Route::ticket, 5).size(), 1U);
  const auto page = bot_unexplained(9);
  ASSERT_EQ(page.size(), 1U);
  EXPECT_EQ(page[0].alert.route, Route::page);
}

TEST_F(BotDesk, tells_what_is_odd_about_the_bot_beside_its_conversations) {
  ASSERT_EQ(leak(Route::page, 8).size(), 1U);
  const Evidence origin = desk_.evidence(DetectorId::new_origin, Family::origin, rare);
  EXPECT_EQ(desk_.judge({origin}).size(), 1U);
}

TEST_F(BotDesk, forgets_the_conversations_of_the_day_before) {
  ASSERT_EQ(leak(Route::page, 8).size(), 1U);
  desk_.wait(std::chrono::hours{25});
  EXPECT_EQ(bot_unexplained(9).size(), 1U);
}

TEST_F(BotDesk, is_not_silent_about_a_person) {
  desk_.kind = PrincipalKind::human;
  ASSERT_EQ(leak(Route::page, 8).size(), 1U);
  EXPECT_EQ(bot_unexplained(9).size(), 1U);
}

}  // namespace
}  // namespace centinela::alerting
