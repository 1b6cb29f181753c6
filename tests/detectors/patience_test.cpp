// What only patience shows: drips, sweeps, searches, turns, risk; and ways round the front door.
#include "office.h"

#include <gtest/gtest.h>

namespace centinela::detectors {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

class Patience : public testing::Test {
 protected:
  Patience() { office.work(16); }

  // A day of work, and so many customers besides that nothing explains.
  void work_and_steal(std::uint64_t customers) {
    EventBuilder event = office.unexplained(office.at_hour(12), clerk, customers);
    office.judge(event);
    office.work(1);
  }
  std::optional<Evidence> next_morning(DetectorId detector, Leg leg = 0) {
    EventBuilder event = office.explained(office.at_hour(9), clerk, 5);
    return office.judge(event, detector, leg);
  }
  EventBuilder page(int number, std::int64_t records = 100) {
    EventBuilder event = office.usual(office.at_hour(11) + seconds{20 * number});
    event.resource(usual_class, records).action(Action::list, Reach::listed);
    event.event().query = {QueryShape::filter, 100, number};
    return event.has(Field::query_page);
  }

  Office office;
  std::int64_t next_sequence = 1;
};

TEST_F(Patience, finds_a_few_customers_more_every_day) {
  for (int day = 0; day < 6; ++day) {
    work_and_steal(6);
  }
  const auto evidence = next_morning(DetectorId::slow_drip);
  ASSERT_TRUE(evidence);
  EXPECT_LT(evidence->p_value, 1e-3);
  EXPECT_TRUE(evidence->passes_gate);
  EXPECT_GE(evidence->observed, 30);
  EXPECT_LT(evidence->expected_high, 10);
}

TEST_F(Patience, is_quiet_about_those_who_work_as_ever) {
  const auto evidence = next_morning(DetectorId::slow_drip);
  EXPECT_FALSE(evidence && evidence->is_surprising());
}

TEST_F(Patience, leaves_a_burst_of_two_days_to_those_who_count_by_the_day) {
  work_and_steal(12);
  work_and_steal(12);
  EXPECT_FALSE(next_morning(DetectorId::slow_drip));
  work_and_steal(12);
  EXPECT_TRUE(next_morning(DetectorId::slow_drip));
}

TEST_F(Patience, calls_a_rise_one_surprise_until_it_ends) {
  for (int day = 0; day < 5; ++day) {
    work_and_steal(6);
  }
  const auto first = next_morning(DetectorId::slow_drip);
  work_and_steal(6);
  const auto second = next_morning(DetectorId::slow_drip);
  ASSERT_TRUE(first && second);
  EXPECT_EQ(first->opportunity, second->opportunity);
  EXPECT_LE(second->p_value, first->p_value);
}

TEST_F(Patience, abstains_on_newcomers) {
  constexpr std::uint64_t newcomer = 11;
  Office young;
  young.work(3);
  EventBuilder event = young.explained(young.at_hour(9), newcomer, 40);
  EXPECT_FALSE(young.judge(event, DetectorId::slow_drip));
}

TEST_F(Patience, finds_an_export_without_the_export_button) {
  std::optional<Evidence> last;
  for (int number = 0; number < 40; ++number) {
    EventBuilder event = page(number);
    last = office.judge(event, DetectorId::pagination_sweep);
  }
  ASSERT_TRUE(last);
  EXPECT_LT(last->p_value, 1e-3);
  EXPECT_TRUE(last->passes_gate);
  EXPECT_EQ(last->observed, 40);
  EXPECT_EQ(last->facts[0], 4000);
}

TEST_F(Patience, follows_a_sweep_over_the_night) {
  for (int number = 0; number < 12; ++number) {
    EventBuilder event = page(number);
    office.judge(event);
  }
  office.morning = office.morning + one_day;
  std::optional<Evidence> last;
  for (int number = 12; number < 24; ++number) {
    EventBuilder event = page(number);
    last = office.judge(event, DetectorId::pagination_sweep);
  }
  ASSERT_TRUE(last);
  EXPECT_EQ(last->observed, 24);
  EXPECT_EQ(last->facts[1], 2) << "days";
}

TEST_F(Patience, does_not_mind_who_looks_at_three_pages) {
  for (int number = 0; number < 3; ++number) {
    EventBuilder event = page(number);
    EXPECT_FALSE(office.judge(event, DetectorId::pagination_sweep));
  }
}

TEST_F(Patience, finds_those_who_look_people_up_by_name) {
  std::optional<Evidence> last;
  for (int i = 0; i < 15; ++i) {
    EventBuilder search = office.usual(office.at_hour(11, 2 * i));
    search.action(Action::search, Reach::listed).event().query.shape = QueryShape::by_name;
    office.judge(search);
    EventBuilder open = office.unexplained(office.at_hour(11, 2 * i + 1), clerk, 1);
    last = office.judge(open, DetectorId::search_then_open);
  }
  ASSERT_TRUE(last);
  EXPECT_LT(last->p_value, 1e-3);
  EXPECT_TRUE(last->passes_gate);
  EXPECT_EQ(last->facts[1], 15) << "searches";
}

TEST_F(Patience, does_not_mind_a_search_for_the_customer_on_the_line) {
  EventBuilder search = office.usual(office.at_hour(11));
  search.action(Action::search, Reach::listed).event().query.shape = QueryShape::by_name;
  office.judge(search);
  EventBuilder open = office.explained(office.at_hour(11, 1), clerk, 1);
  EXPECT_FALSE(office.judge(open, DetectorId::search_then_open));
}

TEST_F(Patience, sees_one_credential_in_two_places_in_turns) {
  const auto from = [&](int minute, std::uint64_t device) {
    EventBuilder event = office.usual(office.at_hour(11, minute));
    event.event().origin.device = DeviceToken{device};
    event.event().origin.session = SessionToken{device};
    return event;
  };
  for (int day = 0; day < 7; ++day) {
    EventBuilder event = from(0, 1);
    office.judge(event);
    office.morning = office.morning + one_day;
  }
  std::optional<Evidence> last;
  for (int i = 0; i < 8; ++i) {
    EventBuilder event = from(2 * i, i % 2 == 0 ? 1 : 2);
    const auto evidence = office.judge(event, DetectorId::shared_credential);
    last = evidence ? evidence : last;
  }
  ASSERT_TRUE(last);
  EXPECT_TRUE(last->passes_gate);
  EXPECT_LT(last->p_value, 1e-2);
  EXPECT_EQ(last->facts[2], 1) << "two sessions at once";
}

TEST_F(Patience, does_not_mind_who_moves_from_desk_to_laptop) {
  const auto from = [&](int minute, std::uint64_t device) {
    EventBuilder event = office.usual(office.at_hour(11, minute));
    event.event().origin.device = DeviceToken{device};
    return event;
  };
  for (int i = 0; i < 10; ++i) {
    EventBuilder event = from(i, i < 5 ? 1 : 2);
    EXPECT_FALSE(office.judge(event, DetectorId::shared_credential));
  }
}

TEST_F(Patience, adds_up_weak_signals_of_weeks) {
  state::PrincipalState& principal = office.watched.principal(clerk);
  // The kind's member days have to be known first: twelve people make 500 days in six weeks.
  office.work(30);
  for (std::uint64_t i = 0; i < 8; ++i) {
    state::add_risk(principal, static_cast<std::size_t>(i % 5), 1000 + i, 1.4, office.at_hour(0));
  }
  const auto evidence = next_morning(DetectorId::entity_risk);
  ASSERT_TRUE(evidence);
  EXPECT_LT(evidence->p_value, 0.01);
  EXPECT_EQ(evidence->route_max, Route::ticket);
}

TEST_F(Patience, has_no_risk_without_signals) {
  office.work(30);
  EXPECT_FALSE(next_morning(DetectorId::entity_risk));
}

TEST_F(Patience, sees_who_goes_round_the_front_door) {
  const auto with_session = [&](EventBuilder event) {
    event.producer(20, next_sequence++).has(Field::origin_session);
    return event;
  };
  for (int i = 0; i < 200; ++i) {
    EventBuilder event =
        with_session(office.explained(office.at_hour(9) + seconds{30 * i}, 1 + i % 12, 1));
    office.judge(event);
  }
  EventBuilder usual = with_session(office.explained(office.at_hour(12), clerk, 4));
  const auto as_ever = office.judge(usual, DetectorId::path_change);
  EXPECT_FALSE(as_ever && as_ever->is_surprising());
  EventBuilder direct = office.unexplained(office.at_hour(12, 1), clerk, 4);
  direct.producer(20, next_sequence++);
  const auto evidence = office.judge(direct, DetectorId::path_change);
  ASSERT_TRUE(evidence);
  EXPECT_LT(evidence->p_value, 0.02);
  EXPECT_GE(evidence->observed, 1);
  EXPECT_TRUE(evidence->passes_gate);
}

TEST_F(Patience, does_not_time_people_unless_the_pack_is_on) {
  for (int i = 0; i < 80; ++i) {
    EventBuilder event = office.explained(office.at_hour(11) + seconds{4 * i}, clerk, 1);
    EXPECT_FALSE(office.judge(event, DetectorId::machine_cadence));
  }
  EXPECT_FALSE(office.watched.principal(clerk).cadence);
}

TEST_F(Patience, times_people_where_the_pack_is_on) {
  office.watched.settings.watches_cadence = true;
  office.settings.disabled = 0;
  EventTime now = office.at_hour(9);
  for (int i = 0; i < 260; ++i) {
    now = now + seconds{12 + (i * 37) % 180};
    EventBuilder event = office.explained(now, clerk, 1);
    office.judge(event);
  }
  std::optional<Evidence> last;
  now = now + minutes{30};
  for (int i = 0; i < 70; ++i) {
    now = now + seconds{4};
    EventBuilder event = office.explained(now, clerk, 1);
    last = office.judge(event, DetectorId::machine_cadence);
  }
  ASSERT_TRUE(last);
  EXPECT_LT(last->p_value, 1e-3);
  EXPECT_NEAR(last->observed, 4, 0.1);
}

TEST_F(Patience, takes_transcripts_for_customer_records) {
  EventBuilder event = office.usual(office.at_hour(11));
  event.event().resource.kind = ResourceKind::transcript;
  event.event().context.conversation = ConversationToken{4711};
  const auto evidence = office.judge(event, DetectorId::excessive_subjects);
  ASSERT_TRUE(evidence) << "the conversation stands for the customer in it";
  const std::vector<Evidence> again = office.judge(event);
  EXPECT_TRUE(std::none_of(again.begin(), again.end(), [](const Evidence& one) {
    return one.detector == DetectorId::excessive_subjects &&
           one.unit == Unit::data_subjects_per_day;
  })) << "the same conversation twice is one";
}

}  // namespace
}  // namespace centinela::detectors
