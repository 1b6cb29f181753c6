#include "sink/alertmanager/notice.h"

#include "sink/sample_alert.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

namespace centinela::sink {
namespace {

using ::testing::HasSubstr;
using ::testing::Key;
using ::testing::Not;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

NoticeLinks links() {
  return {.console_url = "http://console/alerts/",
          .runbook_url = "http://docs/CentinelaAnomaly",
          .generator_url = "http://centinela:9464/"};
}

TEST(Notice, identifies_an_alert_by_exactly_the_labels_of_the_contract) {
  EXPECT_THAT(make_notice(sample_alert(), links()).labels,
              UnorderedElementsAre(Pair("alertname", "CentinelaAnomaly"),
                                   Pair("service", "centinela"),
                                   Pair("tenant", "acme"),
                                   Pair("route", "page"),
                                   Pair("severity", "high"),
                                   Pair("entity_type", "principal"),
                                   Pair("entity", "p-7f3c91d20b44e8a1"),
                                   Pair("episode", "0123456789abcdef00000000000000a1")));
}

TEST(Notice, keeps_everything_that_changes_within_an_episode_out_of_the_labels) {
  Alert later = sample_alert();
  later.revision = 9;
  later.score = 99.9;
  later.state = AlertState::closed;
  later.time = later.time + one_hour;
  later.episode.events = 1000;
  later.reasons.pop_back();
  EXPECT_EQ(make_notice(later, links()).labels, make_notice(sample_alert(), links()).labels);
}

TEST(Notice, tells_scores_reasons_and_links_in_annotations) {
  const Pairs annotations = make_notice(sample_alert(), links()).annotations;
  EXPECT_EQ(annotations.at("score"), "93.1");
  EXPECT_EQ(annotations.at("families"), "justification, volume");
  EXPECT_EQ(annotations.at("data_subjects"), "71");
  EXPECT_EQ(annotations.at("console_url"),
            "http://console/alerts/0123456789abcdef00000000000000a1");
  EXPECT_EQ(annotations.at("runbook_url"), "http://docs/CentinelaAnomaly");
  EXPECT_THAT(annotations.at("reasons"), HasSubstr("excessive_subjects (62 %): 71 different"));
  EXPECT_THAT(annotations.at("evidence"), HasSubstr("3:1203311 3:1203312"));
}

TEST(Notice, leaves_empty_values_out_because_alertmanager_drops_them) {
  Alert alert = sample_alert();
  alert.tenant = "";
  alert.owasp.clear();
  const Notice notice = make_notice(alert, {});
  EXPECT_THAT(notice.labels, Not(::testing::Contains(Key("tenant"))));
  EXPECT_THAT(notice.annotations, Not(::testing::Contains(Key("owasp"))));
  EXPECT_THAT(notice.annotations, Not(::testing::Contains(Key("runbook_url"))));
}

TEST(Notice, caps_sizes_that_alertmanager_would_take_whole) {
  Alert alert = sample_alert();
  alert.tenant = std::string(100'000, 't');
  alert.summary = std::string(1'000'000, 's');
  const Notice notice = make_notice(alert, links());
  EXPECT_LE(notice.labels.at("tenant").size(), label_bytes_max);
  EXPECT_LE(notice.annotations.at("summary").size(), annotation_bytes_max);
}

TEST(CapLabel, keeps_two_long_values_apart_that_begin_alike) {
  const std::string base(1000, 'x');
  EXPECT_NE(cap_label(base + "a"), cap_label(base + "b"));
  EXPECT_EQ(cap_label(base), cap_label(base));
  EXPECT_EQ(cap_label("short"), "short");
}

// The first was computed by Alertmanager 0.25 for the same labels; an integration test compares
// with the real one.
TEST(Fingerprint, is_fnv_1a_over_names_and_values_ended_by_ff) {
  EXPECT_EQ(fmt::format("{:016x}", fingerprint({})), "cbf29ce484222325");
  std::uint64_t expected = 14695981039346656037ULL;
  for (const int c : {int{'a'}, 0xFF, int{'b'}, 0xFF}) {
    expected = (expected ^ static_cast<std::uint64_t>(c)) * 1099511628211ULL;
  }
  EXPECT_EQ(fingerprint({{"a", "b"}}), expected);
}

TEST(Fingerprint, tells_where_a_name_ends) {
  EXPECT_NE(fingerprint({{"ab", "c"}}), fingerprint({{"a", "bc"}}));
}

TEST(EncodeNotices, writes_every_value_as_a_string_and_both_times) {
  Notice notice;
  notice.labels = {{"alertname", "A"}, {"quote", "say \"x\""}};
  notice.annotations = {{"n", "1"}};
  notice.starts_at = sample_time;
  notice.ends_at = sample_time + std::chrono::minutes(4);
  notice.generator_url = "http://x/";
  const std::array notices = {notice, notice};
  const std::string one =
      R"({"labels":{"alertname":"A","quote":"say \"x\""},"annotations":{"n":"1"},)"
      R"("startsAt":"2026-11-21T19:50:02.101Z","endsAt":"2026-11-21T19:54:02.101Z",)"
      R"("generatorURL":"http://x/"})";
  EXPECT_EQ(encode_notices(notices), "[" + one + "," + one + "]");
  EXPECT_EQ(encode_notices({}), "[]");
}

TEST(EncodeNotices, leaves_an_empty_generator_out_which_would_be_refused) {
  const std::array notices = {Notice{}};
  EXPECT_THAT(encode_notices(notices), Not(HasSubstr("generatorURL")));
}

}  // namespace
}  // namespace centinela::sink
