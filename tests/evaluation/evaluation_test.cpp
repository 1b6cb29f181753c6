#include "evaluation/report.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <fstream>
#include <sstream>

namespace centinela::evaluation {
namespace {

using testing::HasSubstr;

// A hand-made truth: two incidents of A8 (one small), one of A5, one look-alike; two judged days.
// Records: 0 work, 1 and 2 i-1, (blank line), 3 context, 4 i-2, 5 i-3 (small), 6 the look-alike's.
class Evaluation : public testing::Test {
 protected:
  void SetUp() override {
    directory_ = std::filesystem::path(testing::TempDir()) /
                 fmt::format("centinela_evaluation_{}",
                             testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(directory_);
    std::filesystem::create_directories(directory_);
    write("events.jsonl",
          event("e0", "2026-01-02T08:00:00Z", "u-1", "c-1") +
              event("e1", "2026-01-02T09:00:00Z", "bot-1", "c-2") +
              event("e2", "2026-01-02T09:00:20Z", "bot-1", "c-3") + "\n" +
              R"({"type":"context","id":"x1","time":"2026-01-02T09:30:00Z","kind":"ticket"})" +
              "\n" + event("e4", "2026-01-02T10:00:00Z", "u-2", "c-4") +
              event("e5", "2026-01-03T11:00:00Z", "bot-2", "c-5") +
              event("e6", "2026-01-03T12:00:00Z", "u-3", "c-6"));
    write("labels.jsonl",
          "{\"event\":\"e1\",\"incident\":\"i-1\"}\n{\"event\":\"e2\",\"incident\":\"i-1\"}\n"
          "{\"event\":\"e4\",\"incident\":\"i-2\"}\n{\"event\":\"e5\",\"incident\":\"i-3\"}\n");
    write("incidents.jsonl",
          incident("i-1", "A8", "2026-01-02T09:00:00Z", 1) +
              incident("i-2", "A5", "2026-01-02T10:00:00Z", 2) +
              incident("i-3", "A8", "2026-01-03T11:00:00Z", 0.5));
    write(
        "benign.jsonl",
        R"({"id":"b-1","look_alike":"B9","tenant":"acme","principals":["u-3"],"data_subjects":[],"conversations":[],)"
        R"("start":"2026-01-03T00:00:00Z","end":"2026-01-04T00:00:00Z","cause":"","magnitude":1})"
        "\n");
    write("principals.jsonl",
          R"({"tenant":"acme","id":"u-1","kind":"human","since":"2020-01-01"})"
          "\n"
          R"({"tenant":"acme","id":"u-3","kind":"human","since":"2026-01-01"})"
          "\n");
    write("profile.json", R"({"judged_from":"2026-01-02T00:00:00Z","end":"2026-01-04T00:00:00Z"})");
  }
  void TearDown() override { std::filesystem::remove_all(directory_); }

  static std::string event(std::string_view id,
                           std::string_view time,
                           std::string_view who,
                           std::string_view subject) {
    return fmt::format(
        R"({{"id":"{}","time":"{}","tenant":"acme","principal":{{"id":"{}"}},"action":"read","data_subjects":["{}"]}})"
        "\n",
        id,
        time,
        who,
        subject);
  }
  static std::string incident(std::string_view id,
                              std::string_view scenario,
                              std::string_view start,
                              double magnitude) {
    return fmt::format(
        R"({{"id":"{}","scenario":"{}","tenant":"acme","principals":["x"],"start":"{}","end":"2026-01-03T23:00:00Z",)"
        R"("cause":"conversation_scope","detectors":["id_enumeration"],"magnitude":{}}})"
        "\n",
        id,
        scenario,
        start,
        magnitude);
  }
  static std::string alert(
      std::string_view id,
      std::string_view time,
      double score,
      std::string_view evidence,
      std::string_view more =
          R"("route":"page","state":"open","reasons":[{"detector":"conversation_scope"}])") {
    return fmt::format(
        R"({{"id":"{}","revision":1,"time":"{}","tenant":"acme","score":{},"evidence":[{}],{}}})"
        "\n",
        id,
        time,
        score,
        evidence,
        more);
  }
  void write(std::string_view name, std::string_view text) const {
    std::ofstream(directory_ / name, std::ios::binary) << text;
  }
  [[nodiscard]] Judgement run(std::string_view alerts, std::vector<double> budgets = {5}) const {
    write("alerts.jsonl", alerts);
    const Result<Truth> truth = read_truth(directory_);
    EXPECT_TRUE(truth) << (truth ? "" : truth.error().detail);
    const Result<Alerts> read = read_alerts(directory_ / "alerts.jsonl");
    EXPECT_TRUE(read) << (read ? "" : read.error().detail);
    const Result<Sightings> sightings = scan_events(*truth, evidence_of(*read));
    EXPECT_TRUE(sightings) << (sightings ? "" : sightings.error().detail);
    return judge(*truth, *read, *sightings, budgets);
  }
  static const ScenarioResult& scenario(const Judgement& judgement, std::string_view name) {
    for (const ScenarioResult& result : judgement.budgets.front().scenarios) {
      if (result.scenario == name) {
        return result;
      }
    }
    ADD_FAILURE() << "no scenario " << name;
    return judgement.budgets.front().total;
  }

  std::filesystem::path directory_;
};

TEST_F(Evaluation, counts_an_incident_found_when_evidence_holds_one_of_its_events) {
  const Judgement judgement = run(alert("a1", "2026-01-02T09:01:00Z", 90, R"("0:2")"));
  EXPECT_EQ(scenario(judgement, "A8").incidents, 1U);
  EXPECT_EQ(scenario(judgement, "A8").found, 1U);
  EXPECT_EQ(scenario(judgement, "A8").found_strictly, 1U);
  EXPECT_EQ(scenario(judgement, "A5").found, 0U);
  EXPECT_EQ(judgement.budgets.front().total.incidents, 2U);
  EXPECT_EQ(judgement.budgets.front().total.found, 1U);
  EXPECT_EQ(judgement.budgets.front().false_alerts, 0U);
}

TEST_F(Evaluation, takes_record_numbers_without_counting_blank_lines) {
  // Record 4 is e4 only because the blank line is not a record.
  EXPECT_EQ(scenario(run(alert("a1", "2026-01-02T10:00:30Z", 90, R"("0:4:0")")), "A5").found, 1U);
}

TEST_F(Evaluation, is_strict_only_from_a_fifth_of_the_evidence_on) {
  const Judgement fifth =
      run(alert("a1", "2026-01-02T09:01:00Z", 90, R"("0:1","0:0","0:3","0:0","0:3")"));
  EXPECT_EQ(scenario(fifth, "A8").found_strictly, 1U);
  const Judgement sixth =
      run(alert("a1", "2026-01-02T09:01:00Z", 90, R"("0:1","0:0","0:3","0:0","0:3","0:6")"));
  EXPECT_EQ(scenario(sixth, "A8").found, 1U);
  EXPECT_EQ(scenario(sixth, "A8").found_strictly, 0U);
}

TEST_F(Evaluation, measures_time_and_exposure_up_to_the_first_revision_that_shows_the_attack) {
  const Judgement judgement =
      run(alert("a1", "2026-01-02T08:30:00Z", 50, R"("0:0")") +
          R"({"id":"a1","revision":2,"time":"2026-01-02T09:00:10Z","tenant":"acme","score":60,)"
          R"("evidence":["0:0","0:1"],"route":"ticket"})"
          "\n");
  const ScenarioResult& result = scenario(judgement, "A8");
  ASSERT_EQ(result.seconds_to_detect.size(), 1U);
  EXPECT_EQ(result.seconds_to_detect.front(), 10);
  ASSERT_EQ(result.subjects_exposed.size(), 1U);
  EXPECT_EQ(result.subjects_exposed.front(), 1) << "c-3 was read after the alert";
}

TEST_F(Evaluation, counts_all_data_subjects_as_exposed_where_nothing_was_raised) {
  const Judgement judgement = run("");
  EXPECT_EQ(scenario(judgement, "A8").found, 0U);
  EXPECT_EQ(scenario(judgement, "A8").subjects_exposed, std::vector<double>{2});
}

TEST_F(Evaluation, counts_the_records_of_an_export_that_names_nobody) {
  write(
      "events.jsonl",
      R"({"id":"e4","time":"2026-01-02T10:00:00Z","tenant":"acme","action":"export","records":250})"
      "\n");
  EXPECT_EQ(scenario(run(""), "A5").subjects_exposed, std::vector<double>{250});
}

TEST_F(Evaluation, leaves_small_incidents_out_of_recall_and_counts_them_apart) {
  const Judgement judgement = run(alert("a1", "2026-01-03T11:01:00Z", 90, R"("0:5")"));
  EXPECT_EQ(scenario(judgement, "A8").found, 0U);
  EXPECT_EQ(scenario(judgement, "A8").small, 1U);
  EXPECT_EQ(scenario(judgement, "A8").small_found, 1U);
}

TEST_F(Evaluation, reads_only_the_best_of_a_day_within_the_budget) {
  const std::string alerts = alert("a1", "2026-01-02T09:01:00Z", 50, R"("0:1")") +
                             alert("a2", "2026-01-02T12:00:00Z", 80, R"("0:0")") +
                             alert("a3", "2026-01-03T11:30:00Z", 10, R"("0:6")");
  const Judgement judgement = run(alerts, {1, 2});
  EXPECT_EQ(judgement.budgets[0].total.found, 0U) << "a2 takes the only place of the second";
  EXPECT_EQ(judgement.budgets[0].false_alerts, 2U) << "another day has a place of its own";
  EXPECT_EQ(judgement.budgets[1].total.found, 1U);
  EXPECT_EQ(judgement.budgets[1].lowest_score, (std::vector<double>{50, 10}));
}

TEST_F(Evaluation, takes_the_score_of_the_last_revision_in_whatever_order_they_stand) {
  const std::string alerts =
      R"({"id":"a1","revision":2,"time":"2026-01-02T09:02:00Z","tenant":"acme","score":99,"evidence":["0:1"]})"
      "\n" +
      alert("a1", "2026-01-02T09:01:00Z", 5, R"("0:1")") +
      alert("a2", "2026-01-02T12:00:00Z", 80, R"("0:0")");
  const Judgement judgement = run(alerts, {1});
  EXPECT_EQ(judgement.budgets[0].total.found, 1U);
  EXPECT_EQ(scenario(judgement, "A8").seconds_to_detect, std::vector<double>{60});
}

TEST_F(Evaluation, takes_shadows_and_digests_for_no_alerts) {
  write("alerts.jsonl",
        alert("a1", "2026-01-02T09:01:00Z", 90, R"("0:1")", R"("state":"shadow")") +
            alert("a2", "2026-01-02T09:01:00Z", 90, R"("0:1")", R"("route":"digest")"));
  const Result<Alerts> alerts = read_alerts(directory_ / "alerts.jsonl");
  ASSERT_TRUE(alerts);
  EXPECT_TRUE(alerts->alerts.empty());
  EXPECT_EQ(alerts->shadows, 1U);
  EXPECT_EQ(alerts->digests, 1U);
}

TEST_F(Evaluation, charges_a_false_alert_to_the_look_alike_it_fell_for) {
  const Judgement judgement = run(alert("a1", "2026-01-03T12:01:00Z", 90, R"("0:6")"));
  const BudgetResult& result = judgement.budgets.front();
  ASSERT_EQ(result.look_alikes.size(), 1U);
  EXPECT_EQ(result.look_alikes.front().look_alike, "B9");
  EXPECT_EQ(result.look_alikes.front().alerted, 1U);
  EXPECT_EQ(result.look_alikes.front().paged, 1U);
  EXPECT_EQ(result.false_alerts, 1U);
  EXPECT_EQ(result.by_hour[12], 1U);
}

TEST_F(Evaluation, holds_new_hires_against_veterans) {
  const Judgement judgement = run(alert("a1", "2026-01-03T12:01:00Z", 90, R"("0:6")") +
                                  alert("a2", "2026-01-02T12:01:00Z", 90, R"("0:0")"));
  const BudgetResult& result = judgement.budgets.front();
  EXPECT_EQ(result.new_hire_false, 1U);
  EXPECT_EQ(result.veteran_false, 1U);
  EXPECT_DOUBLE_EQ(result.new_hire_days, 2);
  EXPECT_DOUBLE_EQ(result.veteran_days, 2);
}

TEST_F(Evaluation, accepts_the_cause_or_one_of_its_detectors_as_first_reason) {
  const auto right = [&](std::string_view detector) {
    const std::string reasons =
        fmt::format(R"("reasons":[{{"detector":"{}","family":"x"}}])", detector);
    return scenario(run(alert("a1", "2026-01-02T09:01:00Z", 90, R"("0:1")", reasons)), "A8")
        .reasons_right;
  };
  EXPECT_EQ(right("conversation_scope"), 1U);
  EXPECT_EQ(right("id_enumeration"), 1U);
  EXPECT_EQ(right("unusual_time"), 0U);
}

TEST_F(Evaluation, counts_evidence_beyond_the_file_instead_of_guessing) {
  EXPECT_EQ(run(alert("a1", "2026-01-02T09:01:00Z", 90, R"("0:99")")).evidence_unknown, 1U);
}

TEST_F(Evaluation, works_without_the_optional_files_and_says_what_is_lost) {
  for (const char* name : {"benign.jsonl", "principals.jsonl", "profile.json"}) {
    std::filesystem::remove(directory_ / name);
  }
  const Result<Truth> truth = read_truth(directory_);
  ASSERT_TRUE(truth) << truth.error().detail;
  EXPECT_EQ(truth->notes.size(), 3U);
  EXPECT_EQ(format_rfc3339(truth->judged_from), "2026-01-02T00:00:00.000Z");
  EXPECT_EQ(format_rfc3339(truth->judged_to), "2026-01-04T00:00:00.000Z");
}

TEST_F(Evaluation, reads_gzip_as_well) {
  std::ifstream plain(directory_ / "events.jsonl");
  std::ostringstream bytes;
  bytes << plain.rdbuf();
  const std::string text = bytes.str();
  const gzFile file = gzopen((directory_ / "events.jsonl.gz").c_str(), "wb");
  gzwrite(file, text.data(), static_cast<unsigned>(text.size()));
  gzclose(file);
  std::filesystem::remove(directory_ / "events.jsonl");
  EXPECT_EQ(scenario(run(alert("a1", "2026-01-02T09:01:00Z", 90, R"("0:2")")), "A8").found, 1U);
}

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
