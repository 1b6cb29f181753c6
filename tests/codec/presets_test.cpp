#include "centinela/base/rng.h"

#include "codec/decoding.h"
#include "codec/event_text.h"
#include "support/golden_file.h"

#include <gmock/gmock.h>

namespace centinela::codec {
namespace {

using testing::HasSubstr;
using testing::Not;

struct Sample {
  std::string_view file;  // below tests/golden/events
  Format format;
  bool is_told_apart;  // by auto
};
constexpr std::array samples = {
    Sample{"cloudtrail.json", Format::cloudtrail, true},
    Sample{"cloudtrail_flat.json", Format::cloudtrail_flat, false},
    Sample{"mongodb.json", Format::mongodb, true},
    Sample{"otel_spans.json", Format::otel, true},
    Sample{"pgaudit_jsonlog.json", Format::pgaudit, true},
    Sample{"pgaudit_plain.txt", Format::pgaudit, false},
};

std::string decoded_text(Decoding& decoding, std::string_view value) {
  std::string out;
  for (const RawItem& item : decoding.decode(value).items) {
    out += text_of(item);
  }
  return out;
}

TEST(Presets, read_the_shipped_samples_as_the_golden_file_says) {
  std::string text;
  for (const Sample& sample : samples) {
    Decoding decoding(sample.format);
    text.append("# ").append(sample.file).append("\n");
    text += decoded_text(decoding, golden_event(sample.file));
    text += "ignored: " + std::to_string(decoding.counters().ignored) + "\n";
  }
  testing_support::expect_golden(text, "tests/golden/presets.txt");
}

TEST(Presets, are_told_apart_by_auto_where_that_is_safe) {
  for (const Sample& sample : samples) {
    Decoding named(sample.format);
    Decoding detecting;
    const std::string value = golden_event(sample.file);
    const std::string found = decoded_text(detecting, value);
    if (sample.is_told_apart) {
      EXPECT_EQ(found, decoded_text(named, value)) << sample.file;
    } else {
      EXPECT_THAT(found, HasSubstr("dead letter")) << sample.file;
    }
  }
}

TEST(Presets, never_read_statements_prompts_arguments_or_filters) {
  for (const Sample& sample : samples) {
    Decoding decoding(sample.format);
    EXPECT_THAT(decoded_text(decoding, golden_event(sample.file)), Not(HasSubstr("SECRET")));
  }
}

TEST(Presets, leave_an_event_of_our_own_alone_whatever_else_it_carries) {
  Decoding decoding;
  const RawEvent event = decoding.event(
      minimal(R"("eventSource":"a","eventName":"b","userIdentity":{},"Records":[],"atype":"find",)"
              R"("ts":{},"users":[],"resourceSpans":[],"message":"AUDIT: SESSION,1")"));
  EXPECT_EQ(event.principal_id, "u-42");
}

TEST(Presets, read_context_and_control_records_under_every_name) {
  for (const Sample& sample : samples) {
    Decoding decoding(sample.format);
    EXPECT_EQ(decoding.one<RawContext>(golden_event("context.json")).kind, ContextKind::ticket)
        << sample.file;
    EXPECT_EQ(decoding.one<RawControl>(golden_event("control.json")).kind, ControlKind::verdict)
        << sample.file;
  }
}

TEST(CloudTrail, gives_each_record_its_own_item_and_keeps_the_siblings_of_a_bad_one) {
  Decoding decoding;
  const Decoded decoded = decoding.decode(
      R"({"Records":[{"eventID":"1","eventTime":"never","eventName":"GetObject"},7,)"
      R"({"eventID":"2","eventTime":"2026-11-21T19:49:26Z","eventName":"ListUsers",)"
      R"("userIdentity":{"arn":"a"}}]})");
  ASSERT_EQ(decoded.items.size(), 3U);
  EXPECT_TRUE(decoded.is_indexed);
  EXPECT_EQ(std::get<DecodeFailure>(decoded.items[0]).reason, "bad_time");
  EXPECT_EQ(std::get<DecodeFailure>(decoded.items[1]).reason, "not_an_object");
  EXPECT_EQ(std::get<RawEvent>(decoded.items[2]).action, Action::list);
}

TEST(CloudTrail, takes_an_unknown_operation_for_a_read_or_an_update_as_the_event_says) {
  Decoding decoding(Format::cloudtrail_flat);
  const std::string_view form =
      R"({"id":"1","time":"2026-11-21T19:49:26Z","actor":"a","action":"Frobnicate","read_only":)";
  EXPECT_EQ(decoding.event(joined({form, "true}"})).action, Action::read);
  EXPECT_EQ(decoding.event(joined({form, R"("false"})"})).action, Action::update);
}

TEST(CloudTrail, names_one_principal_for_the_sessions_that_software_makes_up) {
  Decoding decoding(Format::cloudtrail_flat);
  const auto principal = [&](std::string_view session) {
    return std::string(decoding
                           .event(joined({R"({"id":"1","time":"2026-11-21T19:49:26Z",)",
                                          R"("action":"GetObject",)",
                                          R"("actor":"arn:aws:sts::1:assumed-role/etl/)",
                                          session,
                                          R"("})"}))
                           .principal_id);
  };
  EXPECT_EQ(principal("i-0abc"), "arn:aws:sts::1:assumed-role/etl");
  EXPECT_EQ(principal("1763754566"), "arn:aws:sts::1:assumed-role/etl");
  EXPECT_EQ(principal("ana"), "arn:aws:sts::1:assumed-role/etl/ana");
}

TEST(CloudTrail, refuses_a_principal_that_is_too_long) {
  Decoding decoding(Format::cloudtrail_flat);
  const std::string value = joined({R"({"id":"1","time":"2026-11-21T19:49:26Z","action":"Get",)",
                                    R"("actor":")",
                                    std::string(300, 'a'),
                                    R"("})"});
  EXPECT_EQ(decoding.failure(value).reason, "identifier_too_long");
}

std::string mongo(std::string_view type, std::string_view command, std::string_view users) {
  return joined({R"({"atype":")",
                 type,
                 R"(","ts":{"$date":"2026-11-21T19:49:26Z"},"users":[)",
                 users,
                 R"(],"param":{"command":")",
                 command,
                 R"(","ns":"crm.c"},"result":13})"});
}

TEST(MongoDb, keeps_what_is_no_access_out_and_counts_it) {
  Decoding decoding;
  EXPECT_TRUE(decoding.decode(mongo("shutdown", "", R"({"user":"a"})")).items.empty());
  EXPECT_TRUE(decoding.decode(mongo("authCheck", "find", R"({"user":"__system"})")).items.empty());
  EXPECT_EQ(decoding.counters().ignored, 2U);
  EXPECT_EQ(decoding.counters().dead_letters, 0U);
}

TEST(MongoDb, judges_a_read_without_a_name_too) {
  Decoding decoding;
  const RawEvent event = decoding.event(mongo("authCheck", "find", ""));
  EXPECT_EQ(event.principal_id, "anonymous");
  EXPECT_EQ(event.outcome, Outcome::denied);
}

TEST(MongoDb, gives_two_messages_two_ids_and_the_same_message_one) {
  Decoding decoding;
  const auto id = [&](std::string_view command) {
    return std::string(decoding.event(mongo("authCheck", command, R"({"user":"a"})")).id);
  };
  EXPECT_EQ(id("find"), id("find"));
  EXPECT_NE(id("find"), id("insert"));
}

std::string pg_line(std::string_view message) {
  return joined(
      {R"({"timestamp":"2026-11-21 19:49:26.389 UTC","user":"ana","message":")", message, R"("})"});
}

TEST(PgAudit, is_not_fooled_by_a_statement_that_quotes_an_audit_line) {
  Decoding decoding(Format::pgaudit);
  const std::string_view quoted = "statement: SELECT 'LOG:  AUDIT: SESSION,1,1,READ,SELECT,,,x,y'";
  EXPECT_TRUE(decoding.decode(pg_line(quoted)).items.empty());
  EXPECT_TRUE(
      decoding.decode(joined({"2026-11-21 19:49:26 UTC user=x LOG:  ", quoted})).items.empty());
  EXPECT_EQ(decoding.counters().ignored, 2U);
}

struct AuditCase {
  std::string_view class_word;
  std::string_view command;
  Action action;
};
TEST(PgAudit, tells_the_action_by_class_and_command) {
  Decoding decoding(Format::pgaudit);
  for (const AuditCase& one : {AuditCase{"READ", "SELECT", Action::query},
                               AuditCase{"READ", "COPY", Action::export_},
                               AuditCase{"WRITE", "INSERT", Action::create},
                               AuditCase{"WRITE", "TRUNCATE TABLE", Action::delete_},
                               AuditCase{"ROLE", "GRANT", Action::grant},
                               AuditCase{"ROLE", "ALTER ROLE", Action::auth_change},
                               AuditCase{"DDL", "DROP TABLE", Action::delete_}}) {
    const std::string value = pg_line(
        joined({"AUDIT: SESSION,1,1,", one.class_word, ",", one.command, ",TABLE,a.b,x,<none>"}));
    EXPECT_EQ(decoding.event(value).action, one.action) << one.command;
  }
  EXPECT_TRUE(decoding.decode(pg_line("AUDIT: SESSION,1,1,MISC,SET,,,x,y")).items.empty());
}

TEST(PgAudit, takes_no_count_from_commands_that_pgaudit_does_not_count) {
  Decoding decoding(Format::pgaudit);
  const RawEvent copied =
      decoding.event(pg_line("AUDIT: SESSION,1,1,READ,COPY,,,copy c to stdout,<not logged>,0"));
  EXPECT_EQ(copied.action, Action::export_);
  EXPECT_FALSE(copied.present.contains(Field::records));
  const RawEvent read =
      decoding.event(pg_line("AUDIT: SESSION,1,1,READ,SELECT,TABLE,a.b,x,<not logged>,0"));
  EXPECT_TRUE(read.present.contains(Field::records));
  EXPECT_TRUE(
      decoding.decode(pg_line("AUDIT: SESSION,1,1,READ,PREPARE,,,x,<not logged>,0")).items.empty());
}

TEST(PgAudit, refuses_local_time_because_its_zone_has_no_one_meaning) {
  Decoding decoding(Format::pgaudit);
  const DecodeFailure failure = decoding.failure(
      R"({"timestamp":"2026-11-21 19:49:26 CET","user":"a","message":"AUDIT: SESSION,1,1,READ,SELECT,,,x,y"})");
  EXPECT_EQ(failure.reason, "bad_time");
  EXPECT_EQ(decoding.failure(pg_line("AUDIT: SESSION,1,1")).reason, "unsupported_schema");
}

TEST(Otel, splits_a_message_and_ignores_spans_of_other_kinds) {
  Decoding decoding;
  const Decoded decoded = decoding.decode(golden_event("otel_spans.json"));
  ASSERT_EQ(decoded.items.size(), 2U);
  EXPECT_TRUE(decoded.is_indexed);
  EXPECT_EQ(decoding.counters().ignored, 1U);
}

TEST(Otel, refuses_what_is_no_trace) {
  Decoding decoding(Format::otel);
  EXPECT_EQ(decoding.failure(R"({"resourceLogs":[]})").reason, "unsupported_schema");
  EXPECT_TRUE(decoding.decode(R"({"resourceSpans":[]})").items.empty());
}

TEST(Presets, survive_any_few_bytes_changed) {
  Rng rng(20261121);
  for (const Sample& sample : samples) {
    Decoding named(sample.format);
    Decoding detecting;
    const std::string whole = golden_event(sample.file);
    for (int round = 0; round < 2000; ++round) {
      std::string value = whole;
      for (int change = 0; change < 3; ++change) {
        value[rng.below(value.size())] = static_cast<char>(rng.below(256));
      }
      for (Decoding* decoding : {&named, &detecting}) {
        for (const RawItem& item : decoding->decode(value).items) {
          const auto* event = std::get_if<RawEvent>(&item);
          EXPECT_TRUE(event == nullptr || (!event->id.empty() && !event->principal_id.empty() &&
                                           event->action != Action::absent));
        }
      }
    }
  }
}

TEST(Otel, keeps_a_tools_name_where_there_is_no_room_for_its_server) {
  std::string spans;
  for (int i = 0; i < 200; ++i) {
    spans += joined({i == 0 ? "" : ",",
                     R"({"spanId":"s","startTimeUnixNano":1795290566389000000,"attributes":[)",
                     R"({"key":"mcp.method.name","value":{"stringValue":"tools/call"}},)",
                     R"({"key":"gen_ai.tool.name","value":{"stringValue":"t"}}]})"});
  }
  Decoding decoding;
  const std::string value = joined(
      {R"({"resourceSpans":[{"resource":{"attributes":[{"key":"server.address","value":)",
       R"({"stringValue":")",
       std::string(5000, 'x'),
       R"("}},{"key":"service.name","value":{"stringValue":"a"}}]},"scopeSpans":[{"spans":[)",
       spans,
       "]}]}]}"});
  const Decoded decoded = decoding.decode(value);
  ASSERT_EQ(decoded.items.size(), 200U);
  EXPECT_EQ(std::get<RawEvent>(decoded.items.front()).tool, std::string(5000, 'x') + "/t");
  EXPECT_EQ(std::get<RawEvent>(decoded.items.back()).tool, "t");
}

TEST(Presets, cut_anywhere_are_dead_letters_and_nothing_else) {
  for (const Sample& sample : samples) {
    const std::string value = golden_event(sample.file);
    Decoding decoding(sample.format);
    for (std::size_t size = 1; size + 1 < value.size(); size += 3) {
      for (const RawItem& item : decoding.decode(std::string_view(value).substr(0, size)).items) {
        const bool is_plain = value.front() != '{';
        EXPECT_TRUE(is_plain || std::holds_alternative<DecodeFailure>(item)) << sample.file;
      }
    }
  }
}

}  // namespace
}  // namespace centinela::codec
