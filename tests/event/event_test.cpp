#include "centinela/event/event.h"

#include <gtest/gtest.h>

namespace centinela {
namespace {

Event opened(Outcome outcome) {
  Event event;
  event.reach = Reach::opened;
  event.outcome = outcome;
  return event;
}

TEST(Event, opens_records_unless_it_was_refused_or_found_none) {
  EXPECT_TRUE(opened(Outcome::ok).opens());
  EXPECT_TRUE(opened(Outcome::absent).opens());
  EXPECT_TRUE(opened(Outcome::other).opens()) << "an unknown outcome is read strictly";
  EXPECT_FALSE(opened(Outcome::denied).opens());
  EXPECT_FALSE(opened(Outcome::not_found).opens());
  EXPECT_FALSE(opened(Outcome::error).opens());
  Event listed = opened(Outcome::ok);
  listed.reach = Reach::listed;
  EXPECT_FALSE(listed.opens());
}

TEST(PrincipalKinds, without_a_kind_are_judged_as_people) {
  EXPECT_TRUE(is_person(PrincipalKind::absent));
  EXPECT_TRUE(is_person(PrincipalKind::other));
  EXPECT_TRUE(is_person(PrincipalKind::human));
  EXPECT_FALSE(is_person(PrincipalKind::api_key));
}

TEST(PrincipalKinds, act_in_conversations_when_they_are_bots_or_ai_agents) {
  EXPECT_TRUE(acts_in_conversations(PrincipalKind::bot));
  EXPECT_TRUE(acts_in_conversations(PrincipalKind::agent));
  EXPECT_FALSE(acts_in_conversations(PrincipalKind::human));
  EXPECT_FALSE(acts_in_conversations(PrincipalKind::service));
}

}  // namespace
}  // namespace centinela
