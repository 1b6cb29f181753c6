#include "centinela/codec/alert_decoder.h"

#include "centinela/base/rng.h"
#include "centinela/codec/alert_encoder.h"

#include "codec/sample_alert.h"

#include <gtest/gtest.h>

namespace centinela::codec {
namespace {

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(DecodeAlert, gives_back_what_was_encoded) {
  const std::string json = encode_alert(sample_alert());
  const Result<Alert> alert = decode_alert(json);
  ASSERT_TRUE(alert) << alert.error().detail;
  EXPECT_EQ(encode_alert(*alert), json);
  EXPECT_EQ(alert->id, sample_alert().id);
  EXPECT_EQ(alert->evidence, sample_alert().evidence);
  EXPECT_EQ(alert->principal->kind, PrincipalKind::human);
}

// Texts with everything that JSON has to escape.
std::string random_text(Rng& rng) {
  constexpr std::string_view pieces[] = {"a",
                                         "Z",
                                         "\"",
                                         "\\",
                                         "\n",
                                         "\t",
                                         "\x1b",
                                         "\xC3\xA9",
                                         "\xF0\x9F\x98\x80",
                                         "/",
                                         "{",
                                         "]",
                                         ",",
                                         ":"};
  std::string text;
  for (std::uint64_t i = rng.below(12); i > 0; --i) {
    text += pieces[rng.below(std::size(pieces))];
  }
  return text;
}

// Already rounded to four digits, so that encoding it loses nothing.
double random_number(Rng& rng) {
  const double digits = static_cast<double>(rng.below(10000));
  constexpr double scales[] = {1, 10, 1000, 0.1, 0.001, 0.0000001};
  return digits * scales[rng.below(std::size(scales))];
}

Alert random_alert(Rng& rng) {
  Alert alert = sample_alert();
  alert.id = {.high = rng.next(), .low = rng.next()};
  alert.revision = 1 + static_cast<std::uint32_t>(rng.below(1000));
  alert.state = static_cast<AlertState>(rng.below(4));
  alert.route = static_cast<Route>(rng.below(3));
  alert.severity = static_cast<Severity>(rng.below(5));
  alert.entity_type = static_cast<EntityType>(rng.below(6));
  alert.tenant = random_text(rng);
  alert.summary = random_text(rng);
  alert.score = random_number(rng);
  alert.reasons.resize(rng.below(4));
  for (AlertReason& reason : alert.reasons) {
    reason.detector = random_text(rng);
    reason.sentence = random_text(rng);
    reason.p_value = random_number(rng);
    reason.observed = random_number(rng);
  }
  if (rng.below(2) == 0) {
    alert.principal.reset();
    alert.principals = {random_text(rng), random_text(rng)};
  }
  if (rng.below(2) == 0) {
    alert.peers.reset();
    alert.would_not_fire_below.reset();
    alert.nearest_miss = random_text(rng);
    alert.below_line = static_cast<std::int64_t>(rng.below(50));
  }
  alert.position.is_indexed = rng.below(2) == 0;
  alert.position.index = alert.position.is_indexed ? static_cast<std::uint32_t>(rng.below(9)) : 0;
  return alert;
}

TEST(DecodeAlert, agrees_with_the_encoder_for_any_alert) {
  constexpr std::uint64_t seed = 20261121;
  SCOPED_TRACE(seed);
  Rng rng(seed);
  for (int i = 0; i < 500; ++i) {
    const std::string json = encode_alert(random_alert(rng));
    const Result<Alert> alert = decode_alert(json);
    ASSERT_TRUE(alert) << alert.error().detail << json;
    ASSERT_EQ(encode_alert(*alert), json);
  }
}

TEST(DecodeAlert, names_the_field_and_what_it_should_be) {
  const std::string json = encode_alert(sample_alert());
  const auto detail = [&](std::string_view from, std::string_view to) {
    const Result<Alert> alert = decode_alert(replaced(json, from, to));
    EXPECT_FALSE(alert) << to;
    return alert ? std::string() : alert.error().detail;
  };
  EXPECT_EQ(detail(R"("id":"0123)", R"("id":"x123)"), "alert: expected id to be 32 hex digits");
  EXPECT_EQ(detail(R"("score":93.1)", R"("score":"93")"), "alert: expected score to be a number");
  EXPECT_EQ(detail(R"("state":"open")", R"("state":"ajar")"),
            "alert: expected state to be one of its words");
  EXPECT_EQ(detail(R"("events":83)", R"("events":[])"),
            "alert: expected episode.events to be an integer");
  EXPECT_EQ(detail(R"("time":"2026-11-21T19:50:02.101Z")", R"("time":"soon")"),
            "alert: expected time to be an RFC 3339 time");
  EXPECT_EQ(detail(R"("3:1203311")", R"("3")"),
            "alert: expected a position to be partition:offset or partition:offset:index");
  EXPECT_EQ(detail(R"("revision":1)", R"("revision":0)"),
            "alert: expected revision to be a number from 1");
}

TEST(DecodeAlert, refuses_what_is_no_alert_without_repeating_it) {
  for (const std::string_view json :
       {"", "{", "[]", "7", R"({"secret-name":1})", "\xFF", R"({"id":"secret-name"})"}) {
    const Result<Alert> alert = decode_alert(json);
    ASSERT_FALSE(alert) << json;
    EXPECT_EQ(alert.error().code, Errc::bad_data);
    EXPECT_EQ(alert.error().detail.find("secret"), std::string::npos);
  }
  EXPECT_FALSE(decode_alert(std::string(100000, '[')));
}

TEST(ParsePosition, reads_what_print_writes) {
  for (const std::string_view text : {"0:0", "3:1203311", "3:1203311:2", "-1:385013"}) {
    const Result<Position> position = parse_position(text);
    ASSERT_TRUE(position) << text;
    EXPECT_EQ(print(*position), text);
  }
}

TEST(ParsePosition, refuses_anything_else) {
  for (const std::string_view text : {"",
                                      ":",
                                      "3",
                                      "3:",
                                      ":3",
                                      "a:1",
                                      "3:1:",
                                      "3:1:x",
                                      "-2:1",
                                      "1:-1",
                                      "3:1:2:3",
                                      "99999999999:1",
                                      "1:1 "}) {
    EXPECT_FALSE(parse_position(text)) << text;
  }
}

}  // namespace
}  // namespace centinela::codec
