#include "codec/decoding.h"

#include <gmock/gmock.h>

namespace centinela::codec {
namespace {

using testing::ElementsAre;

// An OCSF object of that class and activity with the fields that every event needs.
std::string activity(int class_uid, int activity_id, std::string_view more = {}) {
  return joined({R"({"metadata":{"uid":"o-1","version":"1.8.0"},"class_uid":)",
                 std::to_string(class_uid),
                 R"(,"activity_id":)",
                 std::to_string(activity_id),
                 R"(,"time":1795290566389,"actor":{"user":{"uid":"u-1"}})",
                 more,
                 "}"});
}

TEST(Ocsf, reads_the_shipped_datastore_activity) {
  Decoding decoding;
  const RawEvent event = decoding.event(golden_event("ocsf_datastore_activity.json"));
  EXPECT_EQ(event.id, "01JD8Z6V3W9S4K2Q5T7X1Y0ABC");
  EXPECT_EQ(event.tenant, "t1");
  EXPECT_EQ(event.time.milliseconds(), 1795290566389);
  EXPECT_EQ(event.principal_id, "u-42");
  EXPECT_EQ(event.kind, PrincipalKind::human);
  EXPECT_EQ(event.team, "support");
  EXPECT_EQ(event.action, Action::read);
  EXPECT_EQ(event.outcome, Outcome::ok);
  EXPECT_EQ(event.resource_name, "public.customers");
  EXPECT_EQ(event.resource_kind, ResourceKind::table);
  EXPECT_EQ(event.records, 900);
  EXPECT_EQ(event.bytes, 482133);
  EXPECT_EQ(event.conversation, "c-77");
  EXPECT_EQ(event.session, "s-9");
  EXPECT_EQ(event.ip, "203.0.113.7");
  EXPECT_EQ(event.app, "chatbot-api");
  EXPECT_EQ(event.producer_name, "chatbot-platform");
  EXPECT_TRUE(event.present.contains(Field::records));
  EXPECT_TRUE(event.present.contains(Field::principal_id));
  EXPECT_TRUE(event.present.contains(Field::trace));
}

TEST(Ocsf, reads_the_shipped_api_activity) {
  Decoding decoding;
  const RawEvent event = decoding.event(golden_event("ocsf_api_activity.json"));
  EXPECT_EQ(event.action, Action::read);
  EXPECT_EQ(event.outcome, Outcome::denied);
  EXPECT_EQ(event.kind, PrincipalKind::service);
  EXPECT_EQ(event.tool, "GetCustomer");
  EXPECT_EQ(event.resource_name, "customers");
  EXPECT_EQ(event.resource_class, "Personal");
  EXPECT_EQ(event.sensitivity, Sensitivity::personal);
  EXPECT_EQ(event.received.milliseconds(), 1795290567000);
  EXPECT_EQ(event.country, "DE");
  EXPECT_EQ(event.asn, 64500);
  EXPECT_EQ(event.device, "d-7");
  EXPECT_EQ(event.app, "billing/2.1");
  EXPECT_EQ(event.producer_sequence, 7);
  EXPECT_EQ(event.purpose, "billing");
  EXPECT_EQ(event.ticket, "t-5");
  EXPECT_THAT(event.data_subjects, ElementsAre("c-1"));
}

TEST(Ocsf, reads_the_shipped_web_resources_activity) {
  Decoding decoding;
  const RawEvent event = decoding.event(golden_event("ocsf_web_resources_activity.json"));
  EXPECT_EQ(event.action, Action::export_);
  EXPECT_EQ(event.principal_id, "ana");
  EXPECT_EQ(event.team, "support");
  EXPECT_EQ(event.resource_name, "customer-report");
  EXPECT_EQ(event.records, 1200);
  EXPECT_THAT(event.resource_fields, ElementsAre("email", "phone"));
}

struct ActivityCase {
  int class_uid;
  int activity_id;
  Action expected;
};
class OcsfActivity : public testing::TestWithParam<ActivityCase> {};

TEST_P(OcsfActivity, means_what_its_own_class_says) {
  Decoding decoding;
  EXPECT_EQ(decoding.event(activity(GetParam().class_uid, GetParam().activity_id)).action,
            GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(Table,
                         OcsfActivity,
                         testing::Values(ActivityCase{6005, 0, Action::other},
                                         ActivityCase{6005, 1, Action::read},
                                         ActivityCase{6005, 2, Action::update},
                                         ActivityCase{6005, 3, Action::login},
                                         ActivityCase{6005, 4, Action::query},
                                         ActivityCase{6005, 5, Action::update},
                                         ActivityCase{6005, 6, Action::create},
                                         ActivityCase{6005, 7, Action::delete_},
                                         ActivityCase{6005, 8, Action::list},
                                         ActivityCase{6005, 9, Action::other},
                                         ActivityCase{6005, 10, Action::other},
                                         ActivityCase{6005, 11, Action::other},
                                         ActivityCase{6005, 99, Action::other},
                                         ActivityCase{6003, 1, Action::create},
                                         ActivityCase{6003, 2, Action::read},
                                         ActivityCase{6003, 3, Action::update},
                                         ActivityCase{6003, 4, Action::delete_},
                                         ActivityCase{6003, 5, Action::other},
                                         ActivityCase{6001, 1, Action::create},
                                         ActivityCase{6001, 2, Action::read},
                                         ActivityCase{6001, 3, Action::update},
                                         ActivityCase{6001, 4, Action::delete_},
                                         ActivityCase{6001, 5, Action::search},
                                         ActivityCase{6001, 6, Action::create},
                                         ActivityCase{6001, 7, Action::export_},
                                         ActivityCase{6001, 8, Action::share}));

TEST(Ocsf, takes_the_activity_from_the_type_when_it_is_not_stated) {
  Decoding decoding;
  const RawEvent event = decoding.event(
      R"({"metadata":{"uid":"o-1"},"class_uid":6005,"type_uid":600508,"time":1795290566389,"actor":{"user":{"uid":"u"}}})");
  EXPECT_EQ(event.action, Action::list);
}

TEST(Ocsf, reads_other_activities_by_their_name) {
  Decoding decoding;
  EXPECT_EQ(decoding.event(activity(6005, 99, R"(,"activity_name":"unmask")")).action,
            Action::unmask);
  EXPECT_EQ(decoding.unknown(Vocabulary::action), 0U);
  EXPECT_EQ(decoding.event(activity(6005, 99, R"(,"activity_name":"Ponder")")).action,
            Action::other);
  EXPECT_EQ(decoding.unknown(Vocabulary::action), 1U);
}

TEST(Ocsf, takes_an_export_flag_over_the_read_that_carries_it) {
  Decoding decoding;
  EXPECT_EQ(decoding.event(activity(6005, 1, R"(,"unmapped":{"export":true})")).action,
            Action::export_);
}

TEST(Ocsf, tells_refused_from_not_found_from_broken) {
  Decoding decoding;
  const auto outcome = [&](std::string_view more) {
    return decoding.event(activity(6003, 2, more)).outcome;
  };
  EXPECT_EQ(outcome(R"(,"status_id":1)"), Outcome::ok);
  EXPECT_EQ(outcome(R"(,"status_id":2)"), Outcome::error);
  EXPECT_EQ(outcome(R"(,"status_id":2,"status_code":"401")"), Outcome::denied);
  EXPECT_EQ(outcome(R"(,"status_id":2,"http_response":{"code":403})"), Outcome::denied);
  EXPECT_EQ(outcome(R"(,"status_id":2,"api":{"response":{"code":404}})"), Outcome::not_found);
  EXPECT_EQ(outcome(R"(,"action_id":2,"status_id":1)"), Outcome::denied);
  EXPECT_EQ(outcome(R"(,"status_id":99)"), Outcome::other);
  EXPECT_EQ(outcome(""), Outcome::absent);
}

TEST(Ocsf, prefers_rows_of_unmapped_to_the_size_of_the_data) {
  Decoding decoding;
  const RawEvent with_both = decoding.event(
      activity(6005, 1, R"(,"unmapped":{"rows":7},"query_info":{"bytes":10,"data":{"rows":9}})"));
  EXPECT_EQ(with_both.records, 7);
  EXPECT_EQ(with_both.bytes, 10);
  const RawEvent with_data =
      decoding.event(activity(6005, 1, R"(,"query_info":{"data":{"rows":9}})"));
  EXPECT_EQ(with_data.records, 9);
}

TEST(Ocsf, refuses_other_classes_and_other_major_versions) {
  Decoding decoding;
  EXPECT_EQ(decoding.failure(activity(4001, 1)).reason, "unsupported_schema");
  EXPECT_EQ(decoding
                .failure(R"({"metadata":{"uid":"o-1","version":"2.0.0"},"class_uid":6005,)"
                         R"("activity_id":1,"time":1795290566389,"actor":{"user":{"uid":"u"}}})")
                .field,
            "metadata.version");
}

TEST(Ocsf, names_a_service_by_its_application) {
  Decoding decoding;
  const RawEvent event = decoding.event(
      R"({"metadata":{"uid":"o-1"},"class_uid":6005,"activity_id":1,"time":1795290566389,"actor":{"app_name":"etl"}})");
  EXPECT_EQ(event.principal_id, "etl");
  EXPECT_EQ(event.kind, PrincipalKind::service);
}

TEST(Ocsf, arrives_several_to_a_record) {
  Decoding decoding;
  const std::string value =
      joined({"[", activity(6005, 1), ",", activity(4001, 1), ",", activity(6003, 2), "]"});
  const Decoded decoded = decoding.decode(value);
  ASSERT_EQ(decoded.items.size(), 3U);
  EXPECT_TRUE(decoded.is_indexed);
  EXPECT_TRUE(std::holds_alternative<RawEvent>(decoded.items[0]));
  EXPECT_TRUE(std::holds_alternative<DecodeFailure>(decoded.items[1]));
  EXPECT_TRUE(std::holds_alternative<RawEvent>(decoded.items[2]));
}

}  // namespace
}  // namespace centinela::codec
