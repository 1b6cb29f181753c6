#include "codec/decoding.h"

namespace centinela::codec {
namespace {

TEST(ContextRecord, reads_every_field) {
  Decoding decoding;
  const auto context = decoding.one<RawContext>(golden_event("context.json"));
  EXPECT_EQ(context.kind, ContextKind::ticket);
  EXPECT_EQ(context.issued_by, IssuedBy::customer);
  EXPECT_EQ(context.tenant, "acme");
  EXPECT_EQ(context.principal, "u-42");
  EXPECT_EQ(context.data_subject, "c-00025603");
  EXPECT_EQ(context.conversation, "k-1061");
  EXPECT_EQ(context.ticket, "t-99");
  EXPECT_EQ(context.queue, "billing");
  EXPECT_FALSE(context.is_closed);
  EXPECT_EQ(format_rfc3339(context.valid_from), "2026-11-21T19:00:00.000Z");
  EXPECT_EQ(format_rfc3339(context.valid_to), "2026-11-22T19:00:00.000Z");
  EXPECT_EQ(decoding.counters().contexts, 1U);
}

TEST(ContextRecord, is_valid_from_its_own_time_when_it_does_not_say) {
  Decoding decoding;
  const auto context = decoding.one<RawContext>(
      R"({"time":1795290566389,"kind":"handover","value":{"from":"u-1","closed":true},"type":"context"})");
  EXPECT_EQ(context.valid_from, context.time);
  EXPECT_EQ(context.valid_to, EventTime{});
  EXPECT_EQ(context.tenant, "default");
  EXPECT_EQ(context.from, "u-1");
  EXPECT_TRUE(context.is_closed);
}

TEST(ContextRecord, needs_a_time_and_a_kind) {
  Decoding decoding;
  EXPECT_EQ(decoding.failure(R"({"type":"context","kind":"ticket"})").field, "time");
  EXPECT_EQ(decoding.failure(R"({"type":"context","time":1795290566389})").field, "kind");
}

TEST(ControlRecord, reads_a_ruling) {
  Decoding decoding;
  const auto control = decoding.one<RawControl>(golden_event("control.json"));
  EXPECT_EQ(control.kind, ControlKind::verdict);
  EXPECT_EQ(control.ruling, Ruling::expected);
  EXPECT_EQ(control.alert, "0123456789abcdef0123456789abcdef");
  EXPECT_EQ(format_rfc3339(control.expires), "2026-12-21T00:00:00.000Z");
  EXPECT_EQ(decoding.counters().controls, 1U);
}

TEST(ControlRecord, is_read_under_every_format) {
  for (const Format format : {Format::native, Format::ocsf, Format::auto_}) {
    Decoding decoding(format);
    EXPECT_EQ(decoding.one<RawControl>(golden_event("control.json")).kind, ControlKind::verdict);
  }
}

}  // namespace
}  // namespace centinela::codec
