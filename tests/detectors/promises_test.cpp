// Promises: canaries, scopes of conversations and sequences. One breach is enough.
#include "office.h"

#include <gtest/gtest.h>

namespace centinela::detectors {
namespace {

using std::chrono::minutes;

TEST(CanaryTouch, speaks_of_a_configured_canary_and_of_a_label) {
  Office office;
  office.settings.canaries = {DataSubjectToken{50}, DataSubjectToken{60}};
  EventBuilder configured(office.at_hour(11));
  configured.subjects({49, 50, 60});
  const auto touched = office.judge(configured, DetectorId::canary_touch);
  ASSERT_TRUE(touched);
  EXPECT_EQ(touched->observed, 2);
  EXPECT_TRUE(touched->is_invariant);
  EventBuilder labelled(office.at_hour(12));
  labelled.event().labels.insert(Label::canary);
  EXPECT_TRUE(office.judge(labelled, DetectorId::canary_touch));
}

TEST(CanaryTouch, is_silent_about_everybody_else) {
  Office office;
  office.settings.canaries = {DataSubjectToken{50}};
  EventBuilder event(office.at_hour(11));
  event.subjects({49, 51}).event().labels.insert(Label::vip);
  EXPECT_FALSE(office.judge(event, DetectorId::canary_touch));
}

class Scope : public testing::Test {
 protected:
  EventBuilder bot(std::uint64_t conversation, std::uint64_t acting_for) {
    EventBuilder event(office.at_hour(11));
    event.kind(PrincipalKind::bot).conversation(conversation, acting_for);
    return event;
  }
  Office office;
};

TEST_F(Scope, is_a_ticket_for_one_foreign_customer_and_a_page_for_two) {
  EventBuilder one = bot(3, 50);
  one.subjects({50, 61});
  const auto ticket = office.judge(one, DetectorId::conversation_scope);
  ASSERT_TRUE(ticket);
  EXPECT_EQ(ticket->invariant_route, Route::ticket);
  EXPECT_EQ(ticket->observed, 1);
  EventBuilder two = bot(3, 50);
  two.subjects({62});
  const auto page = office.judge(two, DetectorId::conversation_scope);
  ASSERT_TRUE(page);
  EXPECT_EQ(page->invariant_route, Route::page);
  EXPECT_EQ(page->opportunity, ticket->opportunity) << "one conversation, one promise";
  EXPECT_LT(page->p_value, ticket->p_value);
}

TEST_F(Scope, is_a_page_at_once_for_special_data) {
  EventBuilder event = bot(3, 50);
  event.special().subjects({61});
  EXPECT_EQ(office.judge(event, DetectorId::conversation_scope)->invariant_route, Route::page);
}

TEST_F(Scope, is_kept_by_its_own_and_linked_customers) {
  EventBuilder event = bot(3, 50);
  event.linked(51).subjects({50, 51});
  EXPECT_FALSE(office.judge(event, DetectorId::conversation_scope));
}

TEST_F(Scope, is_no_matter_of_people_at_their_desks) {
  EventBuilder event(office.at_hour(11));
  event.conversation(3, 50).subjects({61, 62});
  EXPECT_FALSE(office.judge(event, DetectorId::conversation_scope));
}

TEST_F(Scope, that_is_unknown_is_judged_by_how_many_customers_are_usual) {
  for (std::uint64_t i = 0; i < 40; ++i) {
    EventBuilder event = bot(100 + i, 0);
    event.subjects({1000 + i});
    office.judge(event);
  }
  EventBuilder usual = bot(200, 0);
  usual.subjects({2000});
  const auto one = office.judge(usual, DetectorId::conversation_scope, 1);
  ASSERT_TRUE(one);
  EXPECT_FALSE(one->is_surprising());
  EventBuilder many = bot(201, 0);
  many.subjects_from(3000, 12);
  const auto twelve = office.judge(many, DetectorId::conversation_scope, 1);
  ASSERT_TRUE(twelve);
  EXPECT_LT(twelve->p_value, 1e-4);
  EXPECT_FALSE(twelve->is_invariant);
  EXPECT_EQ(twelve->route_max, Route::ticket) << "a stand-in never pages";
}

TEST_F(Scope, that_is_unknown_is_not_judged_before_twenty_conversations) {
  EventBuilder event = bot(3, 0);
  event.subjects_from(3000, 12);
  EXPECT_FALSE(office.judge(event, DetectorId::conversation_scope, 1));
}

class Silence : public testing::Test {
 protected:
  std::optional<Evidence> see(std::int64_t number, int minute) {
    EventBuilder event(office.at_hour(11, minute));
    event.producer(4, number);
    return office.judge(event, DetectorId::audit_silence);
  }
  // The same by the second, of several producers; all that is said is kept.
  void tell(std::uint64_t producer, std::int64_t number, int second) {
    EventBuilder event(office.at_hour(11) + std::chrono::seconds{second});
    event.producer(producer, number);
    for (const Evidence& evidence : office.judge(event)) {
      if (evidence.detector == DetectorId::audit_silence) {
        told.push_back(evidence);
      }
    }
  }
  Office office;
  std::vector<Evidence> told;
};

TEST_F(Silence, of_a_producer_is_told_when_its_gap_did_not_fill) {
  see(10, 0);
  EXPECT_FALSE(see(41, 1));
  const auto evidence = see(42, 3);
  ASSERT_TRUE(evidence);
  EXPECT_EQ(evidence->observed, 30);
  EXPECT_TRUE(evidence->is_invariant);
  EXPECT_EQ(evidence->entity.type, EntityType::producer);
  EXPECT_EQ(evidence->invariant_route, Route::ticket);
}

TEST_F(Silence, is_none_where_numbers_came_out_of_order) {
  see(10, 0);
  see(12, 1);
  see(11, 1);
  EXPECT_FALSE(see(13, 10));
}

TEST_F(Silence, of_late_singles_pages_nobody) {
  // Two in a hundred are not there in time, as ever; in the last hour nine.
  std::int64_t number = 0;
  for (int i = 0; i < 600; ++i) {
    number += i % 50 == 0 ? 2 : 1;
    tell(1, number, 6 * i);
  }
  for (int i = 0; i < 100; ++i) {
    number += i % 12 == 0 ? 2 : 1;
    tell(1, number, 3600 + 20 * i);
  }
  EXPECT_FALSE(told.empty());
  for (const Evidence& evidence : told) {
    EXPECT_FALSE(evidence.is_invariant) << evidence.observed;
    EXPECT_FALSE(evidence.passes_gate);
  }
}

constexpr int seconds_an_hour = 3600;

TEST_F(Silence,
       over_a_long_run_is_a_ticket_at_once_and_a_page_when_a_blocked_stream_had_caught_up) {
  for (int i = 0; i < 60; ++i) {
    tell(1, 88'060 + i, i);
  }
  tell(1, 91'775, 60);
  ASSERT_TRUE(told.empty());
  tell(1, 91'776, 120);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].observed, 3655);
  EXPECT_EQ(told[0].invariant_route, Route::ticket);
  EXPECT_EQ(told[0].entity.type, EntityType::producer);
  tell(1, 91'777, 8 * seconds_an_hour - 1);
  ASSERT_EQ(told.size(), 1U) << "seven hours are not over";
  tell(1, 91'778, 8 * seconds_an_hour);
  ASSERT_EQ(told.size(), 2U);
  EXPECT_EQ(told[1].observed, 3655);
  EXPECT_EQ(told[1].invariant_route, Route::page);
  EXPECT_EQ(told[1].opportunity, told[0].opportunity) << "the same story";
  tell(1, 91'779, 9 * seconds_an_hour);
  EXPECT_EQ(told.size(), 2U) << "settled once";
}

TEST_F(Silence, that_fills_within_hours_pages_nobody) {
  for (int i = 0; i < 60; ++i) {
    tell(1, i, i);
  }
  tell(1, 260, 60);
  tell(1, 261, 120);
  ASSERT_EQ(told.size(), 1U);
  for (int number = 60; number < 255; ++number) {
    tell(1, number, 6 * seconds_an_hour + number);
  }
  tell(1, 262, 9 * seconds_an_hour);
  for (const Evidence& evidence : told) {
    EXPECT_FALSE(evidence.is_invariant && evidence.invariant_route == Route::page);
  }
}

TEST_F(Silence, of_a_dozen_events_among_many_is_a_ticket) {
  constexpr int known_hours = 40;
  constexpr int an_hour = 100;
  for (int i = 0; i < known_hours * an_hour; ++i) {
    tell(1, i, 36 * i);
  }
  tell(1, 4013, 144'000);
  tell(1, 4014, 144'061);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_TRUE(told[0].is_invariant);
  EXPECT_EQ(told[0].invariant_route, Route::ticket);
}

TEST_F(Silence, of_six_producers_at_once_is_one_ticket_of_the_tenant) {
  for (std::uint64_t producer = 1; producer <= 6; ++producer) {
    for (int i = 0; i < 30; ++i) {
      tell(producer, i, i);
    }
  }
  // Each loses every second event of 80 and pages on its own, were it alone.
  for (int i = 1; i <= 80; ++i) {
    for (std::uint64_t producer = 1; producer <= 6; ++producer) {
      tell(producer, 29 + 2 * i, 30 + 5 * i);
    }
  }
  int tenant_evidence = 0;
  for (const Evidence& evidence : told) {
    EXPECT_TRUE(!evidence.is_invariant || evidence.entity.type == EntityType::cohort);
    EXPECT_NE(evidence.invariant_route, Route::page);
    tenant_evidence += evidence.is_invariant ? 1 : 0;
    EXPECT_TRUE(!evidence.is_invariant || evidence.opportunity == told.back().opportunity);
  }
  EXPECT_GT(tenant_evidence, 0);
  EXPECT_EQ(told.back().facts[0], 6);
}

TEST_F(Silence, that_fills_takes_back_what_it_said) {
  for (int i = 0; i < 30; ++i) {
    tell(1, i, i);
  }
  tell(1, 70, 30);
  tell(1, 71, 91);
  ASSERT_EQ(told.size(), 1U);
  for (int i = 30; i < 70; ++i) {
    tell(1, i, 100 + i);
  }
  std::erase_if(told, [](const Evidence& evidence) { return evidence.leg != 0; });
  ASSERT_EQ(told.size(), 41U);
  EXPECT_EQ(told[1].observed, 39);
  EXPECT_EQ(told.back().observed, 0);
  EXPECT_EQ(told.back().facts[3], 40);
  EXPECT_TRUE(told.back().replaces);
  EXPECT_FALSE(told.back().is_surprising());
  EXPECT_EQ(told.back().opportunity, told.front().opportunity);
}

TEST_F(Silence, is_worth_a_line_only_where_such_gaps_usually_fill) {
  see(10, 0);
  see(14, 1);
  see(11, 1);
  see(12, 1);
  see(13, 1);
  see(17, 5);
  const auto evidence = see(18, 10);
  ASSERT_TRUE(evidence);
  EXPECT_FALSE(evidence->is_invariant);
  EXPECT_FALSE(evidence->passes_gate);
}

TEST(Forest, says_what_the_model_said_and_never_more_than_a_line) {
  Office office;
  EventBuilder event(office.at_hour(11));
  const state::Scene scene = office.watched.observe(event);
  Evidence evidence = begin_forest(scene);
  complete_forest(evidence, {0.71, 2e-4, 0.58, {7, 14, 18}, {0.46, 0.3, 0.24}});
  EXPECT_EQ(evidence.observed, 0.71);
  EXPECT_EQ(evidence.p_value, 2e-4);
  EXPECT_EQ(evidence.route_max, Route::digest);
  EXPECT_EQ(evidence.family, Family::forest);
}

}  // namespace
}  // namespace centinela::detectors
