#include "codec/decoding.h"

#include <gmock/gmock.h>

namespace centinela::codec {
namespace {

using testing::ElementsAre;

constexpr std::string_view full_event = R"({
  "type": "access",
  "id": "01JD8Z6V3W9S4K2Q5T7X1Y0ABC",
  "time": "2026-11-21T19:49:26.389Z",
  "received": "2026-11-21T19:49:26.611Z",
  "tenant": "acme",
  "principal": {"id": "u-42", "kind": "human", "role": "agent_l1", "team": "BOG-AGE1", "site": "BOG", "time_zone": "America/Bogota", "since": "2025-01-02", "until": null, "on_behalf_of": []},
  "action": "read",
  "result": "opened",
  "resource": {"name": "crm.customers", "kind": "table", "class": "contact", "fields": ["email", "phone"], "sensitivity": "personal"},
  "data_subjects": ["c-00025603"],
  "records": 1,
  "bytes": 1213,
  "outcome": "ok",
  "query": {"shape": "by_id", "limit": 1, "page": 0},
  "tool": null,
  "context": {"conversation": "k-1061", "acting_for": "c-00025603", "linked": [], "ticket": "t-99", "ticket_subject": "c-00025603", "assigned": true, "queue": "billing", "handover_from": null, "callback": false, "purpose": "support", "intent": "order_status", "version": "v41", "turn": 3, "automation": null, "change": null, "incident": null, "without_consent": 0, "untrusted_input": false},
  "origin": {"ip": "203.0.113.7", "country": "ES", "city": "Madrid", "latitude": 40.4, "longitude": -3.7, "asn": 3352, "device": "d-1", "app": "agent-desktop/4.1", "session": "s-9", "client": null},
  "destination": null,
  "labels": [],
  "producer": {"name": "crm-1", "boot": 0, "sequence": 88120},
  "trace": "4bf92f3577b34da6a3ce929d0e0e4736"
})";

TEST(NativeEvent, reads_every_text_of_the_contract) {
  Decoding decoding;
  const RawEvent event = decoding.event(full_event);
  EXPECT_EQ(event.id, "01JD8Z6V3W9S4K2Q5T7X1Y0ABC");
  EXPECT_EQ(event.tenant, "acme");
  EXPECT_EQ(event.principal_id, "u-42");
  EXPECT_EQ(event.role, "agent_l1");
  EXPECT_EQ(event.team, "BOG-AGE1");
  EXPECT_EQ(event.site, "BOG");
  EXPECT_EQ(event.time_zone, "America/Bogota");
  EXPECT_EQ(event.resource_name, "crm.customers");
  EXPECT_EQ(event.resource_class, "contact");
  EXPECT_THAT(event.resource_fields, ElementsAre("email", "phone"));
  EXPECT_THAT(event.data_subjects, ElementsAre("c-00025603"));
  EXPECT_EQ(event.conversation, "k-1061");
  EXPECT_EQ(event.acting_for, "c-00025603");
  EXPECT_EQ(event.ticket, "t-99");
  EXPECT_EQ(event.ticket_subject, "c-00025603");
  EXPECT_EQ(event.queue, "billing");
  EXPECT_EQ(event.purpose, "support");
  EXPECT_EQ(event.intent, "order_status");
  EXPECT_EQ(event.version, "v41");
  EXPECT_EQ(event.ip, "203.0.113.7");
  EXPECT_EQ(event.country, "ES");
  EXPECT_EQ(event.city, "Madrid");
  EXPECT_EQ(event.device, "d-1");
  EXPECT_EQ(event.app, "agent-desktop/4.1");
  EXPECT_EQ(event.session, "s-9");
  EXPECT_EQ(event.producer_name, "crm-1");
}

TEST(NativeEvent, reads_every_word_number_and_time_of_the_contract) {
  Decoding decoding;
  const RawEvent event = decoding.event(full_event);
  EXPECT_EQ(format_rfc3339(event.time), "2026-11-21T19:49:26.389Z");
  EXPECT_EQ(format_rfc3339(event.received), "2026-11-21T19:49:26.611Z");
  EXPECT_EQ(format_rfc3339(event.since), "2025-01-02T00:00:00.000Z");
  EXPECT_EQ(event.kind, PrincipalKind::human);
  EXPECT_EQ(event.action, Action::read);
  EXPECT_EQ(event.reach, Reach::opened);
  EXPECT_EQ(event.resource_kind, ResourceKind::table);
  EXPECT_EQ(event.sensitivity, Sensitivity::personal);
  EXPECT_EQ(event.outcome, Outcome::ok);
  EXPECT_EQ(event.query_shape, QueryShape::by_id);
  EXPECT_EQ(event.records, 1);
  EXPECT_EQ(event.bytes, 1213);
  EXPECT_EQ(event.query_limit, 1);
  EXPECT_EQ(event.turn, 3);
  EXPECT_TRUE(event.assigned);
  EXPECT_FALSE(event.callback);
  EXPECT_DOUBLE_EQ(event.latitude, 40.4);
  EXPECT_DOUBLE_EQ(event.longitude, -3.7);
  EXPECT_EQ(event.asn, 3352);
  EXPECT_EQ(event.producer_sequence, 88120);
}

TEST(NativeEvent, marks_present_what_was_sent_and_nothing_that_was_null_or_empty) {
  Decoding decoding;
  const RawEvent event = decoding.event(full_event);
  for (const Field field : {Field::id,
                            Field::time,
                            Field::received,
                            Field::tenant,
                            Field::assigned,
                            Field::callback,
                            Field::query_page,
                            Field::without_consent,
                            Field::producer_boot,
                            Field::trace}) {
    EXPECT_TRUE(event.present.contains(field)) << field_path(field);
  }
  for (const Field field : {Field::principal_until,
                            Field::principal_on_behalf_of,
                            Field::tool,
                            Field::linked,
                            Field::handover_from,
                            Field::destination,
                            Field::labels,
                            Field::origin_client}) {
    EXPECT_FALSE(event.present.contains(field)) << field_path(field);
  }
}

TEST(NativeEvent, needs_only_four_fields) {
  Decoding decoding;
  const RawEvent event = decoding.event(minimal());
  EXPECT_EQ(event.present.size(), 4);
  EXPECT_EQ(event.tenant, "default");
  EXPECT_EQ(event.received, event.time);
}

}  // namespace
}  // namespace centinela::codec
