// Changes, unmasking, refusals, purposes: the planted case fires, its innocent twin does not.
#include "office.h"

#include <gtest/gtest.h>

namespace centinela::detectors {
namespace {

constexpr std::uint64_t payout_field = 501;
constexpr std::uint64_t support = 601;
constexpr std::uint64_t marketing = 602;

class Changes : public testing::Test {
 protected:
  Changes() {
    office.watched.settings.weighty_words = {WordToken{payout_field}};
    office.watched.settings.purposes = {{WordToken{5}, {WordToken{support}}}};
    office.work(14);
  }

  EventBuilder change(int minute, std::uint64_t field = 0) {
    EventBuilder event = office.unexplained(office.at_hour(11, minute), clerk, 1);
    event.action(Action::update).resource(usual_class, 1);
    if (field != 0) {
      event.event().resource.fields.push_back(WordToken{field});
    }
    return event;
  }
  // The last evidence of so many accesses of one kind, a minute apart.
  template <class Make>
  std::optional<Evidence> last_of(int count, DetectorId detector, Leg leg, const Make& make) {
    std::optional<Evidence> last;
    for (int i = 0; i < count; ++i) {
      EventBuilder event = make(i);
      last = office.judge(event, detector, leg);
    }
    return last;
  }

  Office office;
};

TEST_F(Changes, of_payout_data_of_ten_customers_are_told_of) {
  const auto evidence =
      last_of(10, DetectorId::bulk_change, 1, [&](int i) { return change(i, payout_field); });
  ASSERT_TRUE(evidence);
  EXPECT_EQ(evidence->observed, 10);
  EXPECT_LT(evidence->p_value, 1e-3);
  EXPECT_TRUE(evidence->passes_gate);
  EXPECT_EQ(evidence->weight, 10);
  EXPECT_EQ(evidence->unexplained, 10) << "nothing stands behind them";
}

TEST_F(Changes, that_follow_a_busy_explained_day_are_that_work) {
  const auto evidence = last_of(120, DetectorId::bulk_change, 0, [&](int i) {
    EventBuilder event = office.explained(office.at_hour(11 + i / 60, i % 60), clerk, 1);
    return event.action(Action::update).resource(usual_class, 1);
  });
  ASSERT_TRUE(evidence);
  EXPECT_EQ(evidence->route_max, Route::ticket);
}

TEST_F(Changes, of_as_many_records_without_any_reason_may_page) {
  const auto evidence =
      last_of(120, DetectorId::bulk_change, 0, [&](int i) { return change(i % 60); });
  ASSERT_TRUE(evidence);
  EXPECT_TRUE(evidence->passes_gate);
  EXPECT_EQ(evidence->route_max, Route::page);
}

TEST_F(Changes, of_one_customer_pass_no_gate) {
  const auto evidence =
      last_of(1, DetectorId::bulk_change, 1, [&](int i) { return change(i, payout_field); });
  ASSERT_TRUE(evidence);
  EXPECT_FALSE(evidence->passes_gate);
}

TEST_F(Changes, of_other_fields_are_not_weighty) {
  const auto is_weighty =
      last_of(10, DetectorId::bulk_change, 1, [&](int i) { return change(i, 502); });
  EXPECT_FALSE(is_weighty);
}

TEST_F(Changes, of_an_announced_batch_are_not_judged) {
  const auto evidence = last_of(10, DetectorId::bulk_change, 1, [&](int i) {
    EventBuilder event = change(i, payout_field);
    event.event().context.change = ChangeToken{9};
    return event;
  });
  EXPECT_FALSE(evidence);
}

TEST(Trade, of_those_who_change_payout_data_every_day_is_no_news) {
  Office office;
  office.watched.settings.weighty_words = {WordToken{payout_field}};
  std::optional<Evidence> last;
  for (int day = 0; day < 13; ++day) {
    office.work(1);
    for (int i = 0; i < 10; ++i) {
      EventBuilder event = office.unexplained(office.at_hour(8, i), clerk, 1);
      event.action(Action::update).resource(usual_class, 1);
      event.event().resource.fields.push_back(WordToken{payout_field});
      last = office.judge(event, DetectorId::bulk_change, 1);
    }
  }
  ASSERT_TRUE(last);
  EXPECT_GT(last->p_value, 1e-3);
}

TEST_F(Changes, unmasking_of_nearly_every_view_is_told_of) {
  const auto evidence = last_of(25, DetectorId::unmask_rate, 0, [&](int i) {
    return office.explained(office.at_hour(11, i), clerk, 1).action(Action::unmask);
  });
  ASSERT_TRUE(evidence);
  EXPECT_LT(evidence->p_value, 1e-4);
  EXPECT_TRUE(evidence->passes_gate);
  EXPECT_GE(evidence->facts[0], evidence->observed);
}

TEST(Unmasking, without_views_to_be_a_share_of_is_not_told_of) {
  Office office;
  for (int day = 0; day < 3; ++day) {
    for (int i = 0; i < 20; ++i) {
      EventBuilder event = office.explained(office.at_hour(11, i), clerk, 1);
      event.action(Action::unmask);
      EXPECT_FALSE(office.judge(event, DetectorId::unmask_rate));
    }
    office.morning = office.morning + one_day;
  }
}

TEST(Purpose, that_no_registry_speaks_of_is_no_trial) {
  Office office;
  office.work(1);
  const auto used_for = [&](EventBuilder event) {
    event.event().context.purpose = WordToken{70};
    event.has(Field::purpose);
    office.judge(event);
    return office.watched.principal(clerk).rate(state::RateKind::off_purpose).trials;
  };
  EXPECT_EQ(used_for(office.explained(office.at_hour(11, 1), clerk, 1)), 0);
  office.watched.settings.purposes = {{WordToken{5}, {WordToken{70}}}};
  EXPECT_EQ(used_for(office.explained(office.at_hour(11, 2), clerk, 1)), 1);
}

TEST_F(Changes, unmasking_of_one_in_ten_views_is_not_told_of) {
  std::optional<Evidence> last;
  for (int i = 0; i < 30; ++i) {
    EventBuilder event = office.explained(office.at_hour(11, i), clerk, 1);
    event.action(i % 10 == 0 ? Action::unmask : Action::read);
    const auto evidence = office.judge(event, DetectorId::unmask_rate);
    last = evidence ? evidence : last;
  }
  ASSERT_TRUE(last);
  EXPECT_FALSE(last->passes_gate);
}

TEST_F(Changes, refusals_and_then_a_way_in_are_told_of) {
  const auto attempt = [&](int i, Outcome outcome, std::uint64_t tool) {
    EventBuilder event = office.unexplained(office.at_hour(11, i), clerk, 1);
    event.outcome(outcome).resource(77, 1);
    event.event().tool = WordToken{tool};
    return event.has(Field::outcome);
  };
  const auto refused = last_of(12, DetectorId::deny_then_allow, 0, [&](int i) {
    return attempt(i, Outcome::denied, usual_tool);
  });
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->route_max, Route::digest) << "refusals alone page nobody";
  EventBuilder same_way = attempt(20, Outcome::ok, usual_tool);
  EXPECT_FALSE(office.judge(same_way, DetectorId::deny_then_allow, 1));
  EventBuilder other_way = attempt(21, Outcome::ok, 99);
  const auto let_in = office.judge(other_way, DetectorId::deny_then_allow, 1);
  ASSERT_TRUE(let_in);
  EXPECT_LT(let_in->p_value, 1e-3);
  EXPECT_TRUE(let_in->passes_gate);
  EXPECT_EQ(let_in->facts[1], 12);
}

TEST_F(Changes, a_refusal_of_yesterday_is_forgotten) {
  EventBuilder refused = office.unexplained(office.at_hour(11), clerk, 1);
  refused.outcome(Outcome::denied).has(Field::outcome).resource(77, 1);
  office.judge(refused);
  EventBuilder later = office.unexplained(office.at_hour(14), clerk, 1);
  later.resource(77, 1).has(Field::outcome);
  later.event().tool = WordToken{99};
  EXPECT_FALSE(office.judge(later, DetectorId::deny_then_allow, 1));
}

TEST_F(Changes, a_refusal_of_this_morning_is_forgotten_though_an_older_one_goes_on) {
  const auto attempt =
      [&](int hour, int minute, Outcome outcome, std::uint64_t tool, std::uint64_t record_class) {
        EventBuilder event = office.unexplained(office.at_hour(hour, minute), clerk, 1);
        event.outcome(outcome).has(Field::outcome).resource(record_class, 1);
        event.event().tool = WordToken{tool};
        return office.judge(event, DetectorId::deny_then_allow, 1);
      };
  attempt(9, 0, Outcome::denied, usual_tool, 76);
  attempt(9, 5, Outcome::denied, usual_tool, 77);
  attempt(9, 50, Outcome::denied, usual_tool, 76);
  EXPECT_FALSE(attempt(10, 40, Outcome::ok, 99, 77)) << "more than an hour after its last refusal";
  EXPECT_TRUE(attempt(10, 45, Outcome::ok, 99, 76)) << "within the hour";
}

TEST_F(Changes, use_for_a_purpose_that_is_not_the_roles_is_told_of) {
  const auto evidence = last_of(12, DetectorId::purpose_consent, 0, [&](int i) {
    EventBuilder event = office.explained(office.at_hour(11, i), clerk, 1);
    event.event().context.purpose = WordToken{marketing};
    return event.has(Field::purpose);
  });
  ASSERT_TRUE(evidence);
  EXPECT_LT(evidence->p_value, 1e-3);
  EXPECT_TRUE(evidence->passes_gate);
}

TEST_F(Changes, use_for_the_roles_own_purpose_is_not) {
  EventBuilder event = office.explained(office.at_hour(11), clerk, 1);
  event.event().context.purpose = WordToken{support};
  event.has(Field::purpose);
  EXPECT_FALSE(office.judge(event, DetectorId::purpose_consent));
}

TEST_F(Changes, special_data_without_consent_breaks_a_promise) {
  EventBuilder event = office.explained(office.at_hour(11), clerk, 1);
  event.special().has(Field::without_consent);
  event.event().context.without_consent = 3;
  const auto evidence = office.judge(event, DetectorId::purpose_consent, 2);
  ASSERT_TRUE(evidence);
  EXPECT_TRUE(evidence->is_invariant);
  EXPECT_EQ(evidence->observed, 3);
}

}  // namespace
}  // namespace centinela::detectors
