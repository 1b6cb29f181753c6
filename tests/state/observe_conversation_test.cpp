#include "support/watched_world.h"

#include <gtest/gtest.h>

namespace centinela::state {
namespace {

using testing_support::EventBuilder;
using testing_support::WatchedWorld;

constexpr std::uint64_t customer = 50;

class Conversation : public testing::Test {
 protected:
  static EventBuilder bot(std::uint64_t acting_for = 0) {
    EventBuilder event;
    event.kind(PrincipalKind::bot).conversation(3, acting_for);
    return event;
  }
  std::int64_t foreign(EventBuilder event) { return watched_.see(event).counted.new_foreign; }
  const ConversationState& state() {
    return testing_support::known(watched_.world.conversations,
                                  {EntityType::conversation, TenantToken{1}, 3});
  }

  WatchedWorld watched_;
};

TEST_F(Conversation, may_open_its_own_customer_and_those_linked) {
  EXPECT_EQ(foreign(bot(customer).subjects({customer})), 0);
  EXPECT_EQ(foreign(bot(customer).linked(60).subjects({60})), 0);
  EXPECT_EQ(foreign(bot(customer).subjects({60})), 0) << "once linked, linked for good";
}

TEST_F(Conversation, counts_each_foreign_data_subject_once) {
  EXPECT_EQ(foreign(bot(customer).subjects({61, 62})), 2);
  EXPECT_EQ(foreign(bot(customer).subjects({61})), 0);
  EXPECT_EQ(state().foreign.size(), 2U);
}

TEST_F(Conversation, has_no_foreigners_while_nobody_is_authenticated) {
  EXPECT_EQ(foreign(bot().subjects({61, 62, 63})), 0);
  EXPECT_FALSE(state().has_scope());
}

TEST_F(Conversation, is_judged_at_authentication_for_what_it_opened_before) {
  foreign(bot().subjects({customer}));
  foreign(bot().subjects({61}));
  EXPECT_EQ(foreign(bot(customer)), 1);
  EXPECT_TRUE(state().foreign.contains(DataSubjectToken{61}));
}

TEST_F(Conversation, may_look_at_the_candidates_of_a_search_before_authentication) {
  foreign(bot().action(Action::search).subjects({61, 62, customer}));
  EXPECT_EQ(foreign(bot(customer)), 0);
  EXPECT_EQ(foreign(bot(customer).subjects({61})), 1) << "but not afterwards";
}

TEST_F(Conversation, does_not_count_what_was_refused_or_only_listed) {
  EXPECT_EQ(foreign(bot(customer).outcome(Outcome::denied).subjects({61})), 0);
  EXPECT_EQ(foreign(bot(customer).action(Action::list, Reach::listed).subjects({61})), 0);
}

TEST_F(Conversation, remembers_special_data_of_foreigners_only) {
  foreign(bot(customer).special().subjects({customer}));
  EXPECT_FALSE(state().special_foreign);
  foreign(bot(customer).special().subjects({61}));
  EXPECT_TRUE(state().special_foreign);
}

TEST_F(Conversation, takes_a_second_authenticated_customer_in) {
  foreign(bot(customer).subjects({customer}));
  EXPECT_EQ(foreign(bot(70).subjects({70})), 0);
  EXPECT_EQ(foreign(bot(70).subjects({customer})), 0);
}

TEST_F(Conversation, counts_different_data_subjects_also_beyond_its_list) {
  EventBuilder first = bot();
  foreign(first.subjects_from(1000, 64));
  EXPECT_EQ(state().opened_count, 64U);
  EXPECT_EQ(state().opened.size(), 64U);
}

TEST_F(Conversation, is_kept_for_those_only_who_act_in_conversations) {
  EventBuilder person;
  person.conversation(3, customer).subjects({61});
  EXPECT_EQ(watched_.see(person).conversation, nullptr);
  EXPECT_EQ(watched_.world.conversations.size(), 0U);
}

}  // namespace
}  // namespace centinela::state
