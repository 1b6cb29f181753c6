// What detectors say of people: the planted case fires, its innocent twin does not.
#include "office.h"

#include <gtest/gtest.h>

namespace centinela::detectors {
namespace {

using std::chrono::minutes;

class People : public testing::Test {
 protected:
  People() { office.work(21); }
  Office office;
};

TEST_F(People, who_open_ninety_customers_in_an_hour_are_told_of) {
  EventBuilder event = office.explained(office.at_hour(11), clerk, 90);
  const auto evidence = office.judge(event, DetectorId::excessive_subjects);
  ASSERT_TRUE(evidence);
  EXPECT_LT(evidence->p_value, 1e-4);
  EXPECT_TRUE(evidence->passes_gate);
  EXPECT_EQ(evidence->observed, 90);
  EXPECT_LT(evidence->expected_high, 30);
  EXPECT_GT(evidence->would_not_fire_below, evidence->expected_high);
  EXPECT_LT(evidence->would_not_fire_below, 90);
  EXPECT_EQ(evidence->peers, team_size);
}

// Words are worked out when a reason is kept, and again when it is kept again.
TEST_F(People, are_judged_the_same_before_and_after_the_words_are_worked_out) {
  EventBuilder event = office.explained(office.at_hour(10), clerk, 90);
  state::Scene scene = office.watched.observe(event);
  const features::Appraisal appraisal = features::appraise(scene);
  EvidenceList list{};
  excessive_subjects({scene, appraisal, office.settings}, list);
  ASSERT_FALSE(list.empty());
  const Evidence begun = list[0];
  ASSERT_FALSE(begun.is_finished);
  Evidence finished = begun;
  finish(finished);
  EXPECT_EQ(finished.p_value, begun.p_value);
  EXPECT_EQ(finished.passes_gate, begun.passes_gate);
  EXPECT_EQ(finished.opportunity, begun.opportunity);
  EXPECT_LT(finished.p_at_least, 1e-4);
  EXPECT_LT(finished.expected_low, finished.expected_high);
  EXPECT_LT(finished.expected_high, finished.observed);
  const double low = finished.expected_low;
  finish(finished);
  EXPECT_EQ(finished.expected_low, low);
}

TEST_F(People, who_have_a_reason_for_each_of_ninety_customers_page_nobody) {
  for (const int leg : {0, 1}) {
    EventBuilder event = office.explained(office.at_hour(11 + leg), clerk, 90);
    const auto evidence =
        office.judge(event, DetectorId::excessive_subjects, static_cast<Leg>(leg));
    ASSERT_TRUE(evidence);
    EXPECT_TRUE(evidence->passes_gate);
    EXPECT_EQ(evidence->route_max, Route::ticket) << "leg " << leg;
  }
}

TEST_F(People, who_have_no_reason_for_ninety_customers_may_page_at_once) {
  EventBuilder event = office.unexplained(office.at_hour(11), clerk, 90);
  const auto evidence = office.judge(event, DetectorId::excessive_subjects);
  ASSERT_TRUE(evidence);
  EXPECT_EQ(evidence->route_max, Route::page);
}

TEST_F(People, who_lack_the_usual_share_of_reasons_on_a_busy_day_page_nobody) {
  EventBuilder busy = office.explained(office.at_hour(11), clerk, 90);
  office.judge(busy);
  EventBuilder event = office.unexplained(office.at_hour(11, 30), clerk, 4);
  const auto evidence = office.judge(event, DetectorId::excessive_subjects);
  ASSERT_TRUE(evidence);
  EXPECT_TRUE(evidence->passes_gate);
  EXPECT_EQ(evidence->route_max, Route::ticket);
}

TEST_F(People, of_a_tenant_that_sends_no_reasons_may_page_by_volume_alone) {
  Office silent;
  silent.sends_reasons = false;
  silent.work(21);
  EventBuilder event = silent.unexplained(silent.at_hour(11), clerk, 90);
  const auto evidence = silent.judge(event, DetectorId::excessive_subjects);
  ASSERT_TRUE(evidence);
  EXPECT_EQ(evidence->route_max, Route::page);
}

TEST_F(People, who_open_as_many_customers_as_ever_are_not_told_of) {
  EventBuilder event = office.explained(office.at_hour(11), clerk, 7);
  const auto evidence = office.judge(event, DetectorId::excessive_subjects);
  ASSERT_TRUE(evidence);
  EXPECT_FALSE(evidence->is_surprising());
  EXPECT_FALSE(evidence->passes_gate);
}

TEST_F(People, who_open_nobody_give_nothing_to_count) {
  EventBuilder event = office.usual(office.at_hour(11));
  EXPECT_FALSE(office.judge(event, DetectorId::excessive_subjects));
}

TEST_F(People, are_one_surprise_an_hour_however_many_events) {
  EventBuilder first = office.explained(office.at_hour(11), clerk, 60);
  EventBuilder second = office.explained(office.at_hour(11, 5), clerk, 30);
  EventBuilder later = office.explained(office.at_hour(12), clerk, 30);
  const auto a = office.judge(first, DetectorId::excessive_subjects);
  const auto b = office.judge(second, DetectorId::excessive_subjects);
  const auto c = office.judge(later, DetectorId::excessive_subjects);
  EXPECT_EQ(a->opportunity, b->opportunity);
  EXPECT_NE(a->opportunity, c->opportunity);
  EXPECT_LT(b->p_value, a->p_value);
}

TEST_F(People, who_export_much_under_a_named_change_page_nobody_then_or_afterwards) {
  EventBuilder planned = office.usual(office.at_hour(11));
  planned.action(Action::export_).resource(usual_class, 48'000);
  planned.event().context.change = ChangeToken{9};
  const auto evidence = office.judge(planned, DetectorId::bulk_export);
  ASSERT_TRUE(evidence);
  EXPECT_TRUE(evidence->passes_gate);
  EXPECT_EQ(evidence->route_max, Route::ticket);
  EventBuilder small = office.usual(office.at_hour(14)).resource(usual_class, 40);
  EXPECT_EQ(office.judge(small, DetectorId::bulk_export)->route_max, Route::ticket);
  EventBuilder second = office.usual(office.at_hour(15));
  second.action(Action::export_).resource(usual_class, 30'000);
  EXPECT_EQ(office.judge(second, DetectorId::bulk_export)->route_max, Route::page);
}

TEST_F(People, who_export_a_list_with_a_ticket_page_nobody_but_a_data_set_does) {
  EventBuilder list = office.usual(office.at_hour(11));
  list.action(Action::export_).resource(usual_class, 1'900);
  list.event().context.ticket = TicketToken{9};
  const auto asked = office.judge(list, DetectorId::bulk_export);
  ASSERT_TRUE(asked);
  EXPECT_TRUE(asked->passes_gate);
  EXPECT_EQ(asked->route_max, Route::ticket);
  EventBuilder set = office.usual(office.at_hour(12));
  set.action(Action::export_).resource(usual_class, 30'000);
  set.event().context.ticket = TicketToken{9};
  EXPECT_EQ(office.judge(set, DetectorId::bulk_export)->route_max, Route::page);
}

TEST_F(People, who_read_one_record_of_each_explained_customer_export_nothing) {
  std::optional<Evidence> last;
  for (int i = 0; i < 300; ++i) {
    EventBuilder event = office.explained(office.at_hour(11 + i / 60, i % 60), clerk, 1);
    event.resource(usual_class, 1);
    last = office.judge(event, DetectorId::bulk_export);
  }
  ASSERT_TRUE(last);
  EXPECT_TRUE(last->passes_gate);
  EXPECT_EQ(last->route_max, Route::ticket);
}

TEST_F(People, who_export_a_thousand_times_the_usual_are_told_of) {
  EventBuilder event = office.usual(office.at_hour(11));
  event.action(Action::export_).resource(usual_class, 48'000);
  const auto evidence = office.judge(event, DetectorId::bulk_export);
  ASSERT_TRUE(evidence);
  EXPECT_LT(evidence->p_value, 1e-3);
  EXPECT_TRUE(evidence->passes_gate);
}

TEST_F(People, who_read_the_usual_amount_are_not_told_of) {
  EventBuilder event = office.usual(office.at_hour(11));
  const auto evidence = office.judge(event, DetectorId::bulk_export);
  ASSERT_TRUE(evidence);
  EXPECT_FALSE(evidence->is_surprising());
}

TEST_F(People, who_cross_a_ceiling_break_a_promise_whatever_is_usual) {
  office.settings.ceilings = {{WordToken{usual_class}, 5}};
  EventBuilder event = office.usual(office.at_hour(11));
  const auto evidence = office.judge(event, DetectorId::bulk_export, 1);
  ASSERT_TRUE(evidence);
  EXPECT_TRUE(evidence->is_invariant);
  EXPECT_EQ(evidence->expected_high, 5);
}

TEST_F(People, with_a_tool_that_nobody_uses_are_news) {
  EventBuilder event = office.usual(office.at_hour(11));
  event.event().tool = WordToken{99};
  const auto evidence = office.judge(event, DetectorId::first_access);
  ASSERT_TRUE(evidence);
  const std::vector<Evidence> again = office.judge(event);
  EXPECT_TRUE(std::none_of(again.begin(), again.end(), [](const Evidence& one) {
    return one.detector == DetectorId::first_access && one.word == 99;
  })) << "a first sight is one surprise a day";
}

TEST_F(People, with_a_new_tool_are_rarer_than_with_one_that_half_the_team_uses) {
  const auto p_of = [&](std::uint64_t tool) {
    EventBuilder event = office.usual(office.at_hour(11));
    event.event().tool = WordToken{tool};
    for (const Evidence& one : office.judge(event)) {
      if (one.detector == DetectorId::first_access && one.word == tool) {
        return one.p_value;
      }
    }
    return -1.0;
  };
  const double nobodys = p_of(99);
  const double half_the_teams = p_of(half_the_teams_tool);
  EXPECT_GT(nobodys, 0);
  EXPECT_LT(nobodys, 0.01);
  EXPECT_GT(half_the_teams, 0.1) << "what half the team does is no news";
}

TEST_F(People, from_a_country_that_nobody_comes_from_are_news_but_never_a_page) {
  EventBuilder event = office.usual(office.at_hour(11));
  event.origin("BR", -23.5F, -46.6F);
  const auto evidence = office.judge(event, DetectorId::new_origin);
  ASSERT_TRUE(evidence);
  EXPECT_LT(evidence->p_value, 0.01);
  EXPECT_EQ(evidence->route_max, Route::digest);
}

TEST_F(People, cannot_cross_an_ocean_in_half_an_hour) {
  EventBuilder madrid = office.usual(office.at_hour(11));
  office.judge(madrid);
  EventBuilder sao_paulo = office.usual(office.at_hour(11, 30));
  sao_paulo.origin("BR", -23.5F, -46.6F);
  const auto evidence = office.judge(sao_paulo, DetectorId::new_origin, 1);
  ASSERT_TRUE(evidence);
  EXPECT_NEAR(evidence->facts[0], 8370, 60) << "kilometres";
  EXPECT_NEAR(evidence->observed, 16740, 150) << "km/h";
}

TEST_F(People, may_take_a_train_to_barcelona) {
  EventBuilder madrid = office.usual(office.at_hour(9));
  office.judge(madrid);
  EventBuilder barcelona = office.usual(office.at_hour(11, 45));
  barcelona.origin("ES", 41.4F, 2.2F);
  EXPECT_FALSE(office.judge(barcelona, DetectorId::new_origin, 1));
}

TEST_F(People, at_ten_past_three_in_the_night_are_told_of) {
  EventBuilder event = office.usual(office.at_hour(3, 10));
  const auto evidence = office.judge(event, DetectorId::unusual_time);
  ASSERT_TRUE(evidence);
  EXPECT_LT(evidence->p_value, 0.02);
  EXPECT_EQ(evidence->observed, 1) << "active hour";
  EXPECT_LT(evidence->expected_high, 1);
  EXPECT_EQ(evidence->facts[1], 190) << "minute of the local day";
}

TEST_F(People, at_eleven_in_the_morning_are_not_told_of) {
  EventBuilder event = office.usual(office.at_hour(11));
  const auto evidence = office.judge(event, DetectorId::unusual_time);
  ASSERT_TRUE(evidence);
  EXPECT_FALSE(evidence->is_surprising());
}

TEST_F(People, on_a_shift_of_the_roster_are_expected_at_any_hour_and_off_it_are_told_of) {
  const TimeZones zones;
  const auto by_shift = [&](int start_minute, int end_minute) {
    office.settings.roster =
        Roster(zones, {{{}, WordToken{6}, 0x7F, start_minute, end_minute, ZoneIndex{}}});
    EventBuilder event = office.usual(office.at_hour(3, 10));
    return office.judge(event, DetectorId::unusual_time);
  };
  const auto off = by_shift(8 * 60, 17 * 60);
  ASSERT_TRUE(off);
  EXPECT_TRUE(off->is_surprising());
  EXPECT_EQ(off->word, 6U) << "the team whose roster has no shift then";
  office.morning = office.morning + one_day;
  const auto on = by_shift(22 * 60, 6 * 60);
  ASSERT_TRUE(on);
  EXPECT_EQ(on->p_value, 1);
  EXPECT_EQ(on->word, 0U);
}

TEST(Roster, knows_shifts_that_end_on_the_next_day_and_the_half_hours_around_them) {
  const TimeZones zones;
  constexpr std::uint8_t monday = 1;
  const Roster roster(zones, {{{}, WordToken{5}, monday, 22 * 60, 6 * 60, ZoneIndex{}}});
  const auto duty = [&](std::string_view time) {
    return roster.duty_of(TenantToken{1}, WordToken{5}, testing_support::at(time));
  };
  // 2026-06-01 is a Monday.
  EXPECT_EQ(duty("2026-06-01T21:29:59Z"), Duty::off);
  EXPECT_EQ(duty("2026-06-01T21:30:00Z"), Duty::on);
  EXPECT_EQ(duty("2026-06-02T06:29:59Z"), Duty::on);
  EXPECT_EQ(duty("2026-06-02T06:30:00Z"), Duty::off);
  EXPECT_EQ(duty("2026-06-02T22:00:00Z"), Duty::off) << "it starts on Mondays";
  EXPECT_EQ(duty("2026-06-01T03:00:00Z"), Duty::off) << "Sunday's would have to start on Sunday";
  const Roster midnight(zones, {{{}, WordToken{5}, monday, 0, 8 * 60, ZoneIndex{}}});
  EXPECT_EQ(
      midnight.duty_of(TenantToken{1}, WordToken{5}, testing_support::at("2026-05-31T23:45:00Z")),
      Duty::on);
}

TEST(Roster, says_nothing_of_a_team_or_a_tenant_without_shifts) {
  const TimeZones zones;
  const Roster roster(zones, {{TenantToken{1}, WordToken{5}, 0x7F, 0, 8 * 60, ZoneIndex{}}});
  const EventTime time = testing_support::at("2026-06-01T03:00:00Z");
  EXPECT_EQ(roster.duty_of(TenantToken{1}, WordToken{5}, time), Duty::on);
  EXPECT_EQ(roster.duty_of(TenantToken{2}, WordToken{5}, time), Duty::unknown);
  EXPECT_EQ(roster.duty_of(TenantToken{1}, WordToken{6}, time), Duty::unknown);
  EXPECT_EQ(Roster().duty_of(TenantToken{1}, WordToken{5}, time), Duty::unknown);
}

TEST_F(People, are_judged_by_the_clock_but_machines_are_not) {
  EventBuilder event = office.usual(office.at_hour(3, 10));
  event.kind(PrincipalKind::service);
  EXPECT_FALSE(office.judge(event, DetectorId::unusual_time));
}

std::optional<Evidence> unjustified(Office& office, std::uint64_t customers) {
  EventBuilder event = office.unexplained(office.at_hour(11), clerk, customers);
  office.judge(event);
  office.watched.resolved.clear();
  office.watched.wait_until(office.at_hour(11, 31));
  std::optional<Evidence> last;
  for (const state::ResolvedAccess& resolved : office.watched.resolved) {
    state::PrincipalState& principal = office.watched.principal(clerk);
    const state::GroupPath path =
        state::group_path(TenantToken{1}, principal.kind, principal.role, principal.team);
    EvidenceList list{};
    unjustified_access({resolved,
                        principal,
                        office.watched.world.groups.touch(path, principal.kind),
                        office.settings,
                        office.watched.world.log_time},
                       list);
    if (!list.empty()) {
      last = list.back();
      finish(*last);
    }
  }
  return last;
}

TEST_F(People, who_open_a_dozen_customers_without_any_reason_are_told_of) {
  const auto evidence = unjustified(office, 12);
  ASSERT_TRUE(evidence);
  EXPECT_LT(evidence->p_value, 1e-3);
  EXPECT_TRUE(evidence->passes_gate);
  EXPECT_EQ(evidence->observed, 12);
}

TEST_F(People, who_open_one_customer_without_a_reason_pass_no_gate) {
  const auto evidence = unjustified(office, 1);
  ASSERT_TRUE(evidence);
  EXPECT_FALSE(evidence->passes_gate);
}

TEST(Newcomers, are_not_judged_by_habits_that_they_cannot_have) {
  Office office;
  EventBuilder event = office.explained(office.at_hour(3), clerk, 3);
  for (const Evidence& one : office.judge(event)) {
    EXPECT_EQ(one.detector, DetectorId::excessive_subjects)
        << name(one.detector) << " should abstain without history";
  }
}

TEST_F(People, who_are_late_are_not_judged_by_windows_that_have_closed) {
  EventBuilder now = office.usual(office.at_hour(11));
  office.judge(now);
  EventBuilder late = office.explained(office.at_hour(10), clerk, 90);
  late.received(office.at_hour(11));
  EXPECT_TRUE(office.judge(late).empty());
}

}  // namespace
}  // namespace centinela::detectors
