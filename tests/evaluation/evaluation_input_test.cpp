#include "evaluation/hand_made_truth.h"

namespace centinela::evaluation {
namespace {

struct Broken {
  const char* name;
  const char* file;
  const char* text;
  const char* expected;
};

class BrokenTruth : public Evaluation, public testing::WithParamInterface<Broken> {};

TEST_P(BrokenTruth, is_refused_with_file_and_line) {
  write(GetParam().file, GetParam().text);
  const Result<Truth> truth = read_truth(directory_);
  ASSERT_FALSE(truth);
  EXPECT_EQ(truth.error().code, Errc::bad_data);
  EXPECT_THAT(truth.error().detail, HasSubstr(GetParam().file));
  EXPECT_THAT(truth.error().detail, HasSubstr(GetParam().expected));
}

INSTANTIATE_TEST_SUITE_P(
    Hostile,
    BrokenTruth,
    testing::Values(
        Broken{"no_json", "labels.jsonl", "{\"event\":", ":1: expected a JSON object"},
        Broken{"an_array", "labels.jsonl", "[]\n", ":1: expected a JSON object"},
        Broken{"no_event", "labels.jsonl", "\n\n{\"incident\":\"i-1\"}\n", ":3: expected 'event'"},
        Broken{"a_numeric_event", "labels.jsonl", "{\"event\":1,\"incident\":\"i-1\"}", "'event'"},
        Broken{"an_unknown_incident",
               "labels.jsonl",
               "{\"event\":\"e1\",\"incident\":\"i-9\"}",
               "'incident'"},
        Broken{"no_start",
               "incidents.jsonl",
               "{\"id\":\"i-1\",\"scenario\":\"A8\",\"end\":\"2026-01-02T09:00:00Z\"}",
               "'start'"},
        Broken{"a_bad_time",
               "incidents.jsonl",
               R"({"id":"i","scenario":"A8","start":"soon","end":"2026-01-02T09:00:00Z"})",
               "'start'"},
        Broken{
            "an_end_before_its_start",
            "incidents.jsonl",
            R"({"id":"i","scenario":"A8","start":"2026-01-03T09:00:00Z","end":"2026-01-02T09:00:00Z"})",
            "'end'"},
        Broken{
            "a_text_as_magnitude",
            "incidents.jsonl",
            R"({"id":"i","scenario":"A8","start":"2026-01-02T09:00:00Z","end":"2026-01-02T09:00:00Z","magnitude":"big"})",
            "'magnitude'"},
        Broken{
            "principals_of_numbers",
            "incidents.jsonl",
            R"({"id":"i","scenario":"A8","principals":[1],"start":"2026-01-02T09:00:00Z","end":"2026-01-02T09:00:00Z"})",
            "'principals'"},
        Broken{"a_bad_since", "principals.jsonl", R"({"id":"u","since":"yesterday"})", "'since'"},
        Broken{"bad_utf8", "labels.jsonl", "{\"event\":\"\xFF\",\"incident\":\"i-1\"}", "JSON"}),
    [](const auto& each) { return std::string(each.param.name); });

class BrokenAlerts : public Evaluation, public testing::WithParamInterface<Broken> {};

TEST_P(BrokenAlerts, are_refused_with_file_and_line) {
  write("alerts.jsonl", GetParam().text);
  const Result<Alerts> alerts = read_alerts(directory_ / "alerts.jsonl");
  ASSERT_FALSE(alerts);
  EXPECT_EQ(alerts.error().code, Errc::bad_data);
  EXPECT_THAT(alerts.error().detail, HasSubstr(GetParam().expected));
}

INSTANTIATE_TEST_SUITE_P(
    Hostile,
    BrokenAlerts,
    testing::Values(Broken{"no_id", "", R"({"time":"2026-01-02T09:00:00Z"})", ":1: expected 'id'"},
                    Broken{"no_time", "", R"({"id":"a"})", "'time'"},
                    Broken{"evidence_without_an_offset",
                           "",
                           R"({"id":"a","time":"2026-01-02T09:00:00Z","evidence":["3"]})",
                           "'evidence'"},
                    Broken{"negative_evidence",
                           "",
                           R"({"id":"a","time":"2026-01-02T09:00:00Z","evidence":["0:-1"]})",
                           "'evidence'"},
                    Broken{"evidence_of_numbers",
                           "",
                           R"({"id":"a","time":"2026-01-02T09:00:00Z","evidence":[1]})",
                           "'evidence'"},
                    Broken{"a_negative_revision",
                           "",
                           R"({"id":"a","revision":-1,"time":"2026-01-02T09:00:00Z"})",
                           "'revision'"},
                    Broken{"a_text_as_score",
                           "",
                           R"({"id":"a","time":"2026-01-02T09:00:00Z","score":"high"})",
                           "'score'"}),
    [](const auto& each) { return std::string(each.param.name); });

TEST_F(Evaluation, names_the_directory_when_there_are_no_events) {
  std::filesystem::remove(directory_ / "events.jsonl");
  const Result<Truth> truth = read_truth(directory_);
  ASSERT_FALSE(truth);
  EXPECT_EQ(truth.error().code, Errc::io);
  EXPECT_THAT(truth.error().detail, HasSubstr(directory_.string()));
}

TEST_F(Evaluation, refuses_a_compressed_file_that_is_cut_off) {
  // The magic of zstd and the beginning of a frame that never ends.
  write("alerts.jsonl", std::string("\x28\xB5\x2F\xFD\x04\x58\x41\x00\x00", 9));
  const Result<Alerts> alerts = read_alerts(directory_ / "alerts.jsonl");
  ASSERT_FALSE(alerts);
  EXPECT_EQ(alerts.error().code, Errc::bad_data);
}

TEST_F(Evaluation, reports_the_same_figures_in_every_form) {
  Report report;
  report.truth = "truth <here>";
  report.alerts = "a\"b";
  report.judgement = run(alert("a1", "2026-01-02T09:01:00Z", 90, R"("0:2")"));
  const std::string text = to_text(report);
  EXPECT_THAT(text, HasSubstr("A8             1    1.00    1.00       60 s"));
  EXPECT_THAT(text, HasSubstr("all            2    0.50"));
  EXPECT_THAT(to_markdown(report), HasSubstr("| A8 | 1 | 1.00 | 1.00 | 60 s |"));
  EXPECT_THAT(to_json(report), HasSubstr(R"("scenario":"A8","incidents":1,"found":1)"));
  EXPECT_THAT(to_json(report), HasSubstr(R"(a\"b)"));
  const std::string page = to_html(report);
  EXPECT_THAT(page, HasSubstr("<svg"));
  EXPECT_THAT(page, HasSubstr("truth &lt;here&gt;"));
  EXPECT_EQ(page.find("http"), std::string::npos) << "the page loads nothing";
}

TEST_F(Evaluation, compares_two_runs) {
  Report report;
  report.judgement = run(alert("a1", "2026-01-02T09:01:00Z", 90, R"("0:2")"));
  report.against = "before.jsonl";
  report.other = run("");
  EXPECT_THAT(to_text(report), HasSubstr("against before.jsonl: recall 0.00 -> 0.50"));
  EXPECT_THAT(to_text(report), HasSubstr("A8 0/1 -> 1/1"));
}

TEST(Median, is_the_middle_or_the_mean_of_two) {
  EXPECT_FALSE(median({}));
  const std::vector<double> odd{1, 2, 9};
  const std::vector<double> even{1, 2, 4, 9};
  EXPECT_EQ(median(odd), 2);
  EXPECT_EQ(median(even), 3);
}

TEST(Spans, are_told_in_the_unit_a_person_would_use) {
  EXPECT_EQ(span_of(5), "5 s");
  EXPECT_EQ(span_of(600), "10.0 min");
  EXPECT_EQ(span_of(5400), "90.0 min");
  EXPECT_EQ(span_of(36'000), "10.0 h");
  EXPECT_EQ(span_of(864'000), "10.0 d");
}

}  // namespace
}  // namespace centinela::evaluation
