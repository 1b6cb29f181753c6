#include "codec/decoding.h"

#include <gmock/gmock.h>

namespace centinela::codec {
namespace {

using testing::ElementsAre;

const std::string full_event = golden_event("access.json");

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

TEST(NativeEvent, takes_integer_milliseconds_for_a_time) {
  Decoding decoding;
  const RawEvent event =
      decoding.event(R"({"id":"e","time":1795290566389,"principal":{"id":"u"},"action":"read"})");
  EXPECT_EQ(format_rfc3339(event.time), "2026-11-21T19:49:26.389Z");
}

TEST(NativeEvent, finds_its_fields_in_any_order) {
  Decoding decoding;
  const RawEvent event = decoding.event(
      R"({"action":"export","principal":{"kind":"bot","id":"b-1"},"time":1795290566389,"id":"e"})");
  EXPECT_EQ(event.action, Action::export_);
  EXPECT_EQ(event.kind, PrincipalKind::bot);
  EXPECT_EQ(event.principal_id, "b-1");
}

TEST(NativeEvent, reads_keys_and_texts_that_are_written_with_escapes) {
  Decoding decoding;
  const RawEvent event = decoding.event(
      R"({"i\u0064":"e\"1\u00e9\ud83d\ude00","time":1795290566389,"principal":{"id":"u\\1"},"action":"re\u0061d"})");
  EXPECT_EQ(event.id, "e\"1\u00e9\U0001F600");
  EXPECT_EQ(event.principal_id, "u\\1");
  EXPECT_EQ(event.action, Action::read);
}

TEST(NativeEvent, takes_the_logs_time_for_a_missing_received) {
  Decoding decoding;
  const std::string value = minimal();
  const EventTime logged{1795290567000};
  const RawEvent event = decoding.event(
      RecordView{.value = value, .is_null = false, .headers = {}, .timestamp = logged});
  EXPECT_EQ(event.received, logged);
  EXPECT_FALSE(event.present.contains(Field::received));
}

TEST(NativeEvent, ignores_a_log_time_that_is_no_time) {
  Decoding decoding;
  const std::string value = minimal();
  for (const std::int64_t timestamp : {std::int64_t{-1}, std::int64_t{0}, INT64_MAX, INT64_MIN}) {
    const RawEvent event = decoding.event(RecordView{
        .value = value, .is_null = false, .headers = {}, .timestamp = EventTime{timestamp}});
    EXPECT_EQ(event.received, event.time) << timestamp;
  }
}

TEST(NativeEvent, is_judged_at_received_when_it_claims_more_than_five_minutes_ahead) {
  Decoding decoding;
  const RawEvent ahead = decoding.event(
      R"({"id":"e","time":"2026-11-21T20:00:00.001Z","received":"2026-11-21T19:55:00Z","principal":{"id":"u"},"action":"read"})");
  EXPECT_EQ(ahead.time, ahead.received);
  EXPECT_EQ(decoding.counters().future_times, 1U);
  const RawEvent within = decoding.event(
      R"({"id":"e","time":"2026-11-21T20:00:00Z","received":"2026-11-21T19:55:00Z","principal":{"id":"u"},"action":"read"})");
  EXPECT_EQ(format_rfc3339(within.time), "2026-11-21T20:00:00.000Z");
  EXPECT_EQ(decoding.counters().future_times, 1U);
}

TEST(NativeEvent, cannot_move_the_clock_of_the_log_more_than_a_day_ahead_of_the_brokers) {
  Decoding decoding;
  const auto received = [&](std::string_view claimed) {
    const std::string value = R"({"id":"e","time":"2026-11-21T19:55:00Z","received":")" +
                              std::string{claimed} + R"(","principal":{"id":"u"},"action":"read"})";
    constexpr EventTime written{1'795'290'900'000};  // 2026-11-21T19:55:00Z
    return format_rfc3339(
        decoding
            .event(
                RecordView{.value = value, .is_null = false, .headers = {}, .timestamp = written})
            .received);
  };
  EXPECT_EQ(received("2099-06-01T00:00:00Z"), "2026-11-21T19:55:00.000Z");
  EXPECT_EQ(decoding.counters().future_times, 1U);
  EXPECT_EQ(received("2026-11-22T19:55:00Z"), "2026-11-22T19:55:00.000Z");
}

TEST(NativeEvent, keeps_unknown_words_as_other_and_counts_them) {
  Decoding decoding;
  const RawEvent event = decoding.event(minimal(
      R"("result":"glanced","outcome":"perhaps","resource":{"kind":"scroll","sensitivity":"odd"},"query":{"shape":"round"},"labels":["vip","rare","odd"])"));
  EXPECT_EQ(event.reach, Reach::opened);
  EXPECT_EQ(event.outcome, Outcome::other);
  EXPECT_EQ(event.resource_kind, ResourceKind::other);
  EXPECT_EQ(event.sensitivity, Sensitivity::other);
  EXPECT_EQ(event.query_shape, QueryShape::other);
  EXPECT_TRUE(event.labels.contains(Label::vip));
  EXPECT_TRUE(event.labels.contains(Label::other));
  EXPECT_FALSE(event.labels.contains(Label::canary));
  EXPECT_EQ(decoding.unknown(Vocabulary::result), 1U);
  EXPECT_EQ(decoding.unknown(Vocabulary::label), 2U);
}

TEST(NativeEvent, knows_every_word_of_every_vocabulary) {
  Decoding decoding;
  for (std::size_t i = 2; i < word_count<Action>; ++i) {
    const std::string value =
        joined({R"({"id":"e","time":1795290566389,"principal":{"id":"u"},"action":")",
                Words<Action>::names[i],
                "\"}"});
    EXPECT_EQ(decoding.event(value).action, static_cast<Action>(i));
  }
  EXPECT_EQ(decoding.unknown(Vocabulary::action), 0U);
}

TEST(NativeEvent, takes_the_first_of_duplicate_keys_and_counts_the_rest) {
  Decoding decoding;
  const RawEvent event = decoding.event(
      R"({"id":"first","id":"second","time":1795290566389,"principal":{"id":"u","id":"v"},"action":"read","unknown":1,"unknown":2})");
  EXPECT_EQ(event.id, "first");
  EXPECT_EQ(event.principal_id, "u");
  EXPECT_EQ(decoding.counters().duplicate_keys, 2U);
}

TEST(NativeEvent, takes_one_data_subject_without_an_array) {
  Decoding decoding;
  EXPECT_THAT(decoding.event(minimal(R"("data_subjects":"c-1")")).data_subjects,
              ElementsAre("c-1"));
  EXPECT_THAT(decoding.event(minimal(R"("data_subjects":["c-1",null,"","c-2"])")).data_subjects,
              ElementsAre("c-1", "c-2"));
}

std::string many(std::string_view prefix, int count) {
  std::string text = "[";
  for (int i = 0; i < count; ++i) {
    text += joined({i == 0 ? "\"" : ",\"", prefix, std::to_string(i), "\""});
  }
  text += "]";
  return text;
}

TEST(NativeEvent, keeps_256_data_subjects_and_64_fields_and_counts_all) {
  Decoding decoding;
  const RawEvent event = decoding.event(minimal(joined(
      {R"("data_subjects":)", many("c-", 300), R"(,"resource":{"fields":)", many("f", 70), "}"})));
  EXPECT_EQ(event.data_subjects.size(), 256U);
  EXPECT_EQ(event.data_subjects.back(), "c-255");
  EXPECT_EQ(event.data_subject_total, 300U);
  EXPECT_EQ(event.resource_fields.size(), 64U);
  EXPECT_EQ(event.resource_field_total, 70U);
  EXPECT_EQ(decoding.counters().truncated_lists, 2U);
}

TEST(NativeEvent, keeps_320_linked_and_a_chain_of_four) {
  Decoding decoding;
  const RawEvent event = decoding.event(joined(
      {R"({"id":"e","time":1795290566389,"principal":{"id":"u","on_behalf_of":["a","b","c","d","e"]},"action":"read","context":{"linked":)",
       many("l-", 400),
       "}}"}));
  EXPECT_EQ(event.linked.size(), 320U);
  EXPECT_THAT(event.on_behalf_of, ElementsAre("a", "b", "c", "d"));
}

struct ReachCase {
  std::string_view action;
  std::string_view more;
  Reach expected;
};

class ResolvedReach : public testing::TestWithParam<ReachCase> {};

TEST_P(ResolvedReach, follows_result_action_and_what_a_list_shows) {
  Decoding decoding;
  const std::string value =
      joined({R"({"id":"e","time":1795290566389,"principal":{"id":"u"},"action":")",
              GetParam().action,
              "\"",
              GetParam().more,
              "}"});
  EXPECT_EQ(decoding.event(value).reach, GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    ResolvedReach,
    testing::Values(ReachCase{"search", "", Reach::listed},
                    ReachCase{"list", "", Reach::listed},
                    ReachCase{"read", "", Reach::opened},
                    ReachCase{"query", "", Reach::opened},
                    ReachCase{"search", R"(,"result":"opened")", Reach::opened},
                    ReachCase{"read", R"(,"result":"listed")", Reach::listed},
                    ReachCase{"search", R"(,"result":"skimmed")", Reach::opened},
                    ReachCase{"list", R"(,"resource":{"fields":["a","b","c","d"]})", Reach::listed},
                    ReachCase{
                        "list", R"(,"resource":{"fields":["a","b","c","d","e"]})", Reach::opened},
                    ReachCase{"list", R"(,"resource":{"sensitivity":"special"})", Reach::opened},
                    ReachCase{"list", R"(,"resource":{"sensitivity":"personal"})", Reach::listed}));

// An object with one field, at a path of one or two steps.
std::string only(std::string_view path, std::string_view value) {
  const std::size_t dot = path.find('.');
  if (dot == std::string_view::npos) {
    return joined({"{\"", path, "\":", value, "}"});
  }
  return joined({"{\"", path.substr(0, dot), "\":", only(path.substr(dot + 1), value), "}"});
}

TEST(NativeEvent, has_every_field_of_the_contract_at_its_path) {
  Decoding decoding;
  for (std::size_t i = 0; i < field_count; ++i) {
    const std::string_view path = field_path(static_cast<Field>(i));
    const DecodeFailure failure = decoding.failure(only(path, "{}"));
    EXPECT_EQ(failure.reason, "wrong_type") << path;
    EXPECT_EQ(failure.field, path);
  }
}

TEST(Decoder, has_nothing_left_of_the_previous_record) {
  Decoding decoding;
  (void)decoding.event(golden_event("access.json"));
  const RawEvent event = decoding.event(minimal());
  EXPECT_EQ(event.present.size(), 4);
  EXPECT_TRUE(event.data_subjects.empty());
  EXPECT_TRUE(event.conversation.empty());
}

}  // namespace
}  // namespace centinela::codec
