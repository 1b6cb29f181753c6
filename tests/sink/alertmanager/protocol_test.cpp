#include "sink/alertmanager/protocol.h"

#include "sink/alertmanager/target.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace centinela::sink {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* alerts = R"([
  {"labels":{"service":"centinela","episode":"00000000000000010000000000000002"},
   "status":{"state":"suppressed","silencedBy":["s-1","s-3"],"inhibitedBy":[]}},
  {"labels":{"service":"centinela","episode":"00000000000000010000000000000003"},
   "status":{"state":"suppressed","silencedBy":["s-1"],"inhibitedBy":[]}},
  {"labels":{"service":"centinela"},"status":{"silencedBy":["s-1"]}}])";

std::string silence(std::string_view id,
                    std::string_view comment,
                    std::string_view state = "active") {
  return fmt::format(R"({{"id":"{}","status":{{"state":"{}"}},"comment":"{}","createdBy":"ana",)"
                     R"("startsAt":"2026-11-21T10:00:00.000Z","endsAt":"2026-11-21T12:00:00.000Z",)"
                     R"("matchers":[]}})",
                     id,
                     state,
                     comment);
}

std::string list_of(const std::vector<std::string>& members) {
  return fmt::format("[{}]", fmt::join(members, ","));
}

TEST(ClassifyPost, takes_only_faults_of_the_content_for_refusals) {
  EXPECT_EQ(classify_post(200), PostOutcome::accepted);
  for (const long status : {400L, 413L, 422L}) {
    EXPECT_EQ(classify_post(status), PostOutcome::refused) << status;
  }
  for (const long status : {0L, 301L, 401L, 403L, 404L, 410L, 415L, 429L, 500L, 503L}) {
    EXPECT_EQ(classify_post(status), PostOutcome::failed) << status;
  }
}

TEST(JoinSilences, joins_a_tagged_silence_with_the_episodes_it_mutes) {
  const auto joined = join_silences(list_of({silence("s-1", "centinela:ack on it")}), alerts);
  ASSERT_TRUE(joined) << joined.error().detail;
  ASSERT_EQ(joined->size(), 1U);
  const TaggedSilence& one = joined->front();
  EXPECT_EQ(one.tag, SilenceTag::ack);
  EXPECT_EQ(one.comment, "on it");
  EXPECT_EQ(one.created_by, "ana");
  EXPECT_EQ(format_rfc3339(one.ends_at), "2026-11-21T12:00:00.000Z");
  EXPECT_THAT(one.episodes,
              ElementsAre("00000000000000010000000000000002", "00000000000000010000000000000003"));
}

TEST(JoinSilences, reads_each_tag_and_none_that_only_begins_like_one) {
  const std::string silences = list_of({silence("s-1", "centinela:fp"),
                                        silence("s-3", "centinela:expected until Friday"),
                                        silence("s-1", "centinela:fpx"),
                                        silence("s-1", "centinela:"),
                                        silence("s-1", "ack")});
  const auto joined = join_silences(silences, alerts);
  ASSERT_TRUE(joined);
  ASSERT_EQ(joined->size(), 2U);
  EXPECT_EQ((*joined)[0].tag, SilenceTag::fp);
  EXPECT_EQ((*joined)[1].tag, SilenceTag::expected);
  EXPECT_EQ((*joined)[1].comment, "until Friday");
}

TEST(JoinSilences, leaves_out_what_is_expired_or_touches_none_of_ours) {
  const auto joined = join_silences(
      list_of({silence("s-1", "centinela:ack", "expired"), silence("s-9", "centinela:ack")}),
      alerts);
  ASSERT_TRUE(joined);
  EXPECT_TRUE(joined->empty());
}

TEST(JoinSilences, refuses_what_is_not_an_answer_of_alertmanager_without_repeating_it) {
  for (const char* text : {"", "{}", "[", "<html>u-42</html>", "null"}) {
    const auto joined = join_silences(text, alerts);
    ASSERT_FALSE(joined) << text;
    EXPECT_EQ(joined.error().code, Errc::bad_data);
    EXPECT_THAT(joined.error().detail, Not(HasSubstr("u-42")));
  }
  EXPECT_FALSE(join_silences("[]", "{}"));
  EXPECT_TRUE(join_silences("[null, 1, {}]", "[null, {\"labels\": 3}]"))
      << "odd members are skipped";
}

TEST(ParseVersion, reads_the_status_answer) {
  EXPECT_EQ(*parse_version(R"({"cluster":{},"versionInfo":{"version":"0.25.0"}})"), "0.25.0");
  EXPECT_FALSE(parse_version("{}"));
  EXPECT_FALSE(parse_version("not json"));
}

TEST(ParseAlertId, is_the_inverse_of_printing) {
  const AlertId id{.high = 0x0123456789abcdef, .low = 7};
  EXPECT_EQ(parse_alert_id(print(id)), id);
  for (const char* text : {"",
                           "overflow",
                           "0123456789abcdef000000000000000",
                           "0123456789abcdef000000000000000g",
                           "0123456789abcdef00000000000000007"}) {
    EXPECT_FALSE(parse_alert_id(text).has_value()) << text;
  }
}

TEST(AlertmanagerTarget, prints_without_credentials) {
  EXPECT_EQ(print_url({.url = "http://user:secret@host:9093/x?t=1"}), "http://***@host:9093/x?***");
  EXPECT_EQ(print_url({.url = "http://host:9093"}), "http://host:9093");
}

TEST(AlertmanagerTarget, has_to_be_an_http_url_with_a_host) {
  for (const char* url : {"", "host:9093", "ftp://host", "http://", "https:///path"}) {
    const AlertmanagerTarget target{.url = url};
    EXPECT_FALSE(check_targets({&target, 1})) << url;
  }
  const AlertmanagerTarget good{.url = "https://host/prefix"};
  EXPECT_TRUE(check_targets({&good, 1}));
}

}  // namespace
}  // namespace centinela::sink
