// Accounts: whose they are, where they are used, by what and for how long.
#include "office.h"

#include <gtest/gtest.h>

namespace centinela::detectors {
namespace {

using std::chrono::hours;

class Accounts : public testing::Test {
 protected:
  Accounts() { office.work(14); }

  EventBuilder by_service(EventTime when, std::uint64_t app) {
    EventBuilder event(when);
    event.by(900).kind(PrincipalKind::service).resource(usual_class, 40);
    event.event().origin.app = WordToken{app};
    return event.has(Field::origin_app);
  }
  EventBuilder by_client(EventTime when, std::uint64_t record_class, std::int64_t records) {
    EventBuilder event(when);
    event.by(950).kind(PrincipalKind::vendor).resource(record_class, records);
    event.event().origin.client = ClientToken{70};
    event.event().origin.asn = 64'500;
    event.event().resource.kind = ResourceKind::table;
    return event.has(Field::origin_client).has(Field::origin_asn);
  }
  void sync(int days) {
    for (int day = 0; day < days; ++day) {
      EventBuilder event = by_client(office.at_hour(2) + one_day * day, usual_class, 300);
      office.judge(event);
    }
  }

  Office office;
};

TEST_F(Accounts, used_after_the_last_day_page_at_once) {
  EventBuilder event = office.explained(office.at_hour(11), clerk, 1);
  event.event().principal.until = office.at_hour(0) - one_day * 8;
  event.has(Field::principal_until);
  const auto evidence = office.judge(event, DetectorId::lifecycle_risk);
  ASSERT_TRUE(evidence);
  EXPECT_TRUE(evidence->is_invariant);
  EXPECT_EQ(evidence->invariant_route, Route::page);
  EXPECT_EQ(evidence->observed, 8);
}

TEST_F(Accounts, used_on_the_last_day_itself_are_in_order) {
  EventBuilder event = office.explained(office.at_hour(17), clerk, 1);
  event.event().principal.until = office.at_hour(0);
  event.has(Field::principal_until);
  EXPECT_FALSE(office.judge(event, DetectorId::lifecycle_risk));
}

TEST_F(Accounts, of_people_who_were_hired_again_are_in_order) {
  EventBuilder event = office.explained(office.at_hour(11), clerk, 1);
  event.event().principal.until = office.at_hour(0) - one_day * 200;
  event.event().principal.since = office.at_hour(0) - one_day * 5;
  event.has(Field::principal_until).has(Field::principal_since);
  EXPECT_FALSE(office.judge(event, DetectorId::lifecycle_risk));
}

TEST_F(Accounts, in_notice_weigh_what_others_found_and_say_nothing_themselves) {
  EventBuilder event = office.explained(office.at_hour(11), clerk, 90);
  event.event().principal.until = office.at_hour(0) + one_day * 10;
  event.has(Field::principal_until);
  const auto evidence = office.judge(event, DetectorId::excessive_subjects);
  ASSERT_TRUE(evidence);
  EXPECT_EQ(evidence->weight, 2);
  office.settings.weighs_notice = false;
  EventBuilder again = office.explained(office.at_hour(12), clerk, 90);
  EXPECT_EQ(office.judge(again, DetectorId::excessive_subjects)->weight, 1) << "eu-strict";
}

TEST_F(Accounts, that_slept_for_two_months_weigh_more_for_three_days) {
  office.morning = office.morning + one_day * 70;
  EventBuilder event = office.explained(office.at_hour(11), clerk, 90);
  const auto evidence = office.judge(event, DetectorId::excessive_subjects);
  ASSERT_TRUE(evidence);
  EXPECT_EQ(evidence->weight, 3);
}

TEST_F(Accounts, of_services_used_by_hand_from_a_browser_are_told_of) {
  for (int day = 0; day < 12; ++day) {
    EventBuilder nightly = by_service(office.at_hour(2) + one_day * day, 81);
    office.judge(nightly);
  }
  std::optional<Evidence> last;
  for (int i = 0; i < 10; ++i) {
    EventBuilder look_up = by_service(office.at_hour(11, i) + one_day * 14, 82);
    look_up.resource(usual_class, 1);
    last = office.judge(look_up, DetectorId::service_account_human);
  }
  ASSERT_TRUE(last);
  EXPECT_LT(last->p_value, 1e-3);
  EXPECT_TRUE(last->passes_gate);
  EXPECT_EQ(last->observed, 10);
}

TEST_F(Accounts, of_services_that_run_their_job_are_not) {
  for (int day = 0; day < 12; ++day) {
    EventBuilder nightly = by_service(office.at_hour(2) + one_day * day, 81);
    EXPECT_FALSE(office.judge(nightly, DetectorId::service_account_human));
  }
}

TEST_F(Accounts, of_services_used_in_an_incident_are_explained) {
  for (int day = 0; day < 12; ++day) {
    EventBuilder nightly = by_service(office.at_hour(2) + one_day * day, 81);
    office.judge(nightly);
  }
  EventBuilder look_up = by_service(office.at_hour(11) + one_day * 14, 82);
  look_up.resource(usual_class, 1).event().context.incident = IncidentToken{3};
  EXPECT_FALSE(office.judge(look_up, DetectorId::service_account_human));
}

TEST_F(Accounts, of_vendors_that_look_around_take_all_and_wipe_their_traces_are_told_of) {
  sync(12);
  const EventTime night = office.at_hour(3) + one_day * 13;
  for (std::uint64_t i = 0; i < 6; ++i) {
    EventBuilder count = by_client(night + std::chrono::minutes{i}, 200 + i % 3, 0);
    count.event().query.shape = QueryShape::count;
    count.event().origin.asn = 9009;
    office.judge(count);
  }
  EventBuilder bulk = by_client(night + hours{1}, 200, 212'000);
  bulk.event().origin.asn = 9009;
  const auto taken = office.judge(bulk, DetectorId::vendor_client_drift);
  ASSERT_TRUE(taken);
  EXPECT_LT(taken->p_value, 1e-4);
  EXPECT_TRUE(taken->passes_gate);
  EXPECT_EQ(taken->route_max, Route::page);
  EventBuilder removal = by_client(night + hours{2}, 0, 1);
  removal.action(Action::delete_);
  removal.event().resource.kind = ResourceKind::job;
  removal.event().origin.asn = 9009;
  const auto wiped = office.judge(removal, DetectorId::vendor_client_drift);
  ASSERT_TRUE(wiped);
  EXPECT_LT(wiped->p_value, taken->p_value);
  EXPECT_EQ(wiped->opportunity, taken->opportunity) << "one story";
}

TEST_F(Accounts, of_vendors_that_sync_as_every_night_are_not) {
  sync(12);
  EventBuilder event = by_client(office.at_hour(2) + one_day * 13, usual_class, 320);
  EXPECT_FALSE(office.judge(event, DetectorId::vendor_client_drift));
}

TEST_F(Accounts, of_vendors_may_sync_all_when_it_was_announced) {
  sync(12);
  EventBuilder event = by_client(office.at_hour(2) + one_day * 13, 200, 212'000);
  event.event().context.change = ChangeToken{4};
  EXPECT_FALSE(office.judge(event, DetectorId::vendor_client_drift));
}

TEST_F(Accounts, of_vendors_that_move_to_another_network_are_no_more_than_one_step) {
  sync(12);
  EventBuilder event = by_client(office.at_hour(2) + one_day * 13, usual_class, 320);
  event.event().origin.asn = 9009;
  EXPECT_FALSE(office.judge(event, DetectorId::vendor_client_drift));
}

TEST_F(Accounts, of_vendors_are_held_to_their_manifest_from_the_first_day) {
  office.watched.settings.manifests = {{70, 0, {usual_class}, {}, {}, {64'500}, {}, {}}};
  EventBuilder listed = by_client(office.at_hour(2), usual_class, 300);
  EXPECT_FALSE(office.judge(listed, DetectorId::vendor_client_drift));
  EventBuilder foreign = by_client(office.at_hour(3), 200, 90'000);
  const auto evidence = office.judge(foreign, DetectorId::vendor_client_drift);
  ASSERT_TRUE(evidence) << "a class that it is not there for, and in bulk";
}

TEST_F(Accounts, of_vendors_that_use_a_tool_outside_their_manifest_take_a_step) {
  office.watched.settings.manifests = {{70, 0, {}, {}, {}, {64'500}, {}, {usual_tool}}};
  const auto bulk_by = [&](std::uint64_t tool) {
    EventBuilder event = by_client(office.at_hour(3), usual_class, 90'000);
    event.event().tool = WordToken{tool};
    return office.judge(event, DetectorId::vendor_client_drift);
  };
  EXPECT_FALSE(bulk_by(usual_tool)) << "bulk alone is one step";
  EXPECT_TRUE(bulk_by(usual_tool + 1));
}

TEST_F(Accounts, that_work_in_a_tenant_outside_their_assignment_break_a_promise) {
  ContextRecord record;
  record.kind = ContextKind::assignment;
  record.tenant = TenantToken{1};
  record.principal = PrincipalToken{950};
  record.time = record.received = office.at_hour(8);
  office.watched.apply(record);
  EventBuilder own = by_client(office.at_hour(9), usual_class, 1);
  EXPECT_FALSE(office.judge(own, DetectorId::cross_tenant));
  EventBuilder foreign = by_client(office.at_hour(9, 10), usual_class, 1);
  foreign.event().tenant = TenantToken{2};
  const auto evidence = office.judge(foreign, DetectorId::cross_tenant);
  ASSERT_TRUE(evidence);
  EXPECT_TRUE(evidence->is_invariant);
  EXPECT_EQ(evidence->invariant_route, Route::ticket);
  EventBuilder bridge = by_client(office.at_hour(9, 20), usual_class, 1);
  bridge.event().tenant = TenantToken{3};
  bridge.event().context.incident = IncidentToken{1};
  EXPECT_FALSE(office.judge(bridge, DetectorId::cross_tenant)) << "an incident bridge is open";
}

TEST_F(Accounts, of_one_tenant_have_nothing_to_cross) {
  EventBuilder event = office.explained(office.at_hour(11), clerk, 1);
  EXPECT_FALSE(office.judge(event, DetectorId::cross_tenant, 1));
}

}  // namespace
}  // namespace centinela::detectors
