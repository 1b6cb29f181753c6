#include "codec/decoding.h"

#include <gmock/gmock.h>

namespace centinela::codec {
namespace {

constexpr std::string_view structured = "application/cloudevents+json; charset=UTF-8";
constexpr std::string_view batched = "application/cloudevents-batch+json";

TEST(CloudEvents, binary_fills_what_the_data_lack) {
  Decoding decoding;
  const std::array headers = {Header{"ce_specversion", "1.0"},
                              Header{"ce_id", "ce-1"},
                              Header{"ce_source", "/crm/1"},
                              Header{"ce_type", "com.example.access"},
                              Header{"ce_time", "2026-11-21T19:49:26.389Z"},
                              Header{"content-type", "application/json"}};
  const RawEvent event = decoding.event(R"({"principal":{"id":"u"},"action":"read"})", headers);
  EXPECT_EQ(event.id, "ce-1");
  EXPECT_EQ(event.producer_name, "/crm/1");
  EXPECT_EQ(event.time.milliseconds(), 1795290566389);
  EXPECT_TRUE(event.present.contains(Field::producer_name));
}

TEST(CloudEvents, binary_leaves_what_the_data_have) {
  Decoding decoding;
  const std::array headers = {Header{"ce_specversion", "1.0"},
                              Header{"ce_id", "ce-1"},
                              Header{"ce_source", "/crm/1"},
                              Header{"ce_type", "t"},
                              Header{"ce_time", "2020-01-01T00:00:00Z"}};
  const RawEvent event = decoding.event(minimal(R"("producer":{"name":"crm-1"})"), headers);
  EXPECT_EQ(event.id, "e-1");
  EXPECT_EQ(event.producer_name, "crm-1");
  EXPECT_EQ(event.time.milliseconds(), 1795290566389);
}

TEST(CloudEvents, structured_is_known_by_its_header_or_by_itself) {
  const std::string value = golden_event("cloud_events_structured.json");
  const std::array headers = {Header{"content-type", structured}};
  Decoding decoding;
  const RawEvent with_header = decoding.event(value, headers);
  EXPECT_EQ(with_header.id, "ce-7");
  const RawEvent without = decoding.event(value);
  EXPECT_EQ(without.id, "ce-7");
  EXPECT_EQ(without.producer_name, "/crm/1");
  EXPECT_EQ(without.principal_id, "u-42");
  EXPECT_EQ(without.time.milliseconds(), 1795290566389);
}

TEST(CloudEvents, structured_finds_attributes_behind_the_data) {
  Decoding decoding;
  const RawEvent event = decoding.event(
      R"({"data":{"principal":{"id":"u"},"action":"read"},"time":"2026-11-21T19:49:26.389Z","id":"late","source":"s","type":"t","specversion":"1.0"})");
  EXPECT_EQ(event.id, "late");
  EXPECT_EQ(event.producer_name, "s");
}

TEST(CloudEvents, carries_context_records_and_ocsf) {
  Decoding decoding;
  const auto context = decoding.one<RawContext>(
      R"({"specversion":"1.0","id":"x","source":"s","type":"context","time":"2026-11-21T19:49:26.389Z","data":{"type":"context","kind":"ticket"}})");
  EXPECT_EQ(context.kind, ContextKind::ticket);
  EXPECT_EQ(context.id, "x");
  EXPECT_EQ(context.time.milliseconds(), 1795290566389);
  const RawEvent ocsf = decoding.event(
      R"({"specversion":"1.0","id":"x","source":"s","type":"t","data":{"class_uid":6003,"activity_id":2,"time":1795290566389,"actor":{"user":{"uid":"u"}}}})");
  EXPECT_EQ(ocsf.action, Action::read);
  EXPECT_EQ(ocsf.id, "x");
}

TEST(CloudEvents, batch_loses_one_event_and_keeps_its_siblings) {
  Decoding decoding;
  const std::array headers = {Header{"content-type", batched}};
  const std::string value = golden_event("cloud_events_batch.json");
  for (const bool has_header : {true, false}) {
    const Decoded decoded = has_header ? decoding.decode(value, headers) : decoding.decode(value);
    ASSERT_EQ(decoded.items.size(), 3U);
    EXPECT_TRUE(decoded.is_indexed);
    EXPECT_EQ(std::get<RawEvent>(decoded.items[0]).id, "e-1");
    EXPECT_EQ(std::get<DecodeFailure>(decoded.items[1]).reason, "bad_time");
    EXPECT_EQ(std::get<RawEvent>(decoded.items[2]).id, "o-3");
  }
}

TEST(CloudEvents, an_empty_batch_holds_nothing) {
  Decoding decoding;
  const std::array headers = {Header{"content-type", batched}};
  EXPECT_TRUE(decoding.decode("[]", headers).items.empty());
}

TEST(CloudEvents, counts_an_envelope_that_lacks_what_the_standard_asks_for) {
  Decoding decoding;
  const std::array headers = {Header{"ce_specversion", "1.0"}};
  EXPECT_EQ(decoding.event(minimal(), headers).id, "e-1");
  EXPECT_EQ(decoding.counters().incomplete_envelopes, 1U);
}

TEST(CloudEvents, is_not_there_without_a_specversion) {
  Decoding decoding;
  const std::array headers = {Header{"ce_type", "x"}, Header{"ce_id", "ce-1"}};
  EXPECT_EQ(decoding.event(minimal(), headers).id, "e-1");
  EXPECT_EQ(decoding.counters().incomplete_envelopes, 0U);
}

TEST(CloudEvents, an_envelope_around_an_envelope_is_no_event) {
  Decoding decoding;
  const DecodeFailure failure = decoding.failure(
      R"({"specversion":"1.0","id":"x","source":"s","type":"t","data":{"specversion":"1.0","id":"y","data":{}}})");
  EXPECT_EQ(failure.reason, "missing_field");
}

TEST(CloudEvents, is_required_of_events_and_of_nothing_else_when_the_format_says_so) {
  Decoding decoding(Format::cloud_events);
  EXPECT_EQ(decoding.failure(minimal()).reason, "bad_envelope");
  EXPECT_EQ(decoding.event(golden_event("cloud_events_structured.json")).id, "ce-7");
  EXPECT_EQ(decoding.one<RawControl>(golden_event("control.json")).kind, ControlKind::verdict);
}

TEST(SchemaPrefix, is_skipped_and_offsets_still_count_from_the_value) {
  Decoding decoding;
  const std::string prefix("\0\0\0\0\x07", 5);
  EXPECT_EQ(decoding.event(prefix + minimal()).id, "e-1");
  const std::string bad = R"({"id":7})";
  EXPECT_EQ(decoding.failure(bad).byte + 5, decoding.failure(prefix + bad).byte);
}

}  // namespace
}  // namespace centinela::codec
