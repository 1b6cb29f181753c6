// The report in every form, word for word, and what it is made of.
#include "evaluation/report.h"

#include "evaluation/hand_made_truth.h"
#include "support/golden_file.h"

namespace centinela::evaluation {
namespace {

using testing::Not;

class EvaluationReport : public Evaluation {
 protected:
  // One find, one false alert on the look-alike, one on a veteran, one on a bot.
  static std::string alerts() {
    return alert("a1", "2026-01-02T09:00:10Z", 95, R"("0:1")") +
           alert("a2", "2026-01-03T12:01:00Z", 60, R"("0:6")") +
           alert("a3",
                 "2026-01-02T08:30:00Z",
                 80,
                 R"("0:0")",
                 R"("route":"ticket","state":"open","reasons":[{"detector":"unusual_time"}])");
  }
  static std::string scores(std::string_view day, std::string_view kind, int n, int at, int rare) {
    return fmt::format(
        R"({{"day":"{}","detector":"excessive_subjects","leg":0,"kind":"{}","opportunities":{},)"
        R"("at_most":{{"0.1":{},"0.01":{},"0.001":{}}}}})"
        "\n",
        day,
        kind,
        n,
        at * 9,
        at,
        rare);
  }
  [[nodiscard]] std::vector<CalibrationCurve> curves(const std::string& text) const {
    write("scores.jsonl", text);
    const Result<Truth> truth = read_truth(directory_);
    auto read = read_scores(directory_ / "scores.jsonl", truth->judged_from, truth->judged_to);
    EXPECT_TRUE(read) << (read ? "" : read.error().detail);
    return std::move(*read);
  }
  [[nodiscard]] Report report() const {
    Report report;
    report.truth = "truth <1>";
    report.alerts = "alerts.jsonl";
    report.notes = {"3 shadow alerts (warm-up) are not counted"};
    report.judgement = run(alerts(), {1, 5});
    report.calibration = curves(scores("2026-01-02", "human", 6000, 61, 12) +
                                scores("2026-01-03", "bot", 900, 20, 2));
    report.against = "before.jsonl";
    report.other = run(alert("a3", "2026-01-02T08:30:00Z", 80, R"("0:0")"), {1, 5});
    return report;
  }
};

TEST_F(EvaluationReport, says_this_as_text) {
  testing_support::expect_golden(to_text(report()), "tests/golden/evaluation/report.txt");
}

TEST_F(EvaluationReport, says_this_as_markdown) {
  testing_support::expect_golden(to_markdown(report()), "tests/golden/evaluation/report.md");
}

TEST_F(EvaluationReport, draws_this_page) {
  testing_support::expect_golden(to_html(report()), "tests/golden/evaluation/report.html");
}

TEST_F(EvaluationReport, loads_nothing_and_takes_no_name_for_markup) {
  const std::string page = to_html(report());
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, Not(HasSubstr("http")));
  EXPECT_THAT(page, Not(HasSubstr("url(")));
  EXPECT_THAT(page, Not(HasSubstr("truth <1>")));
  EXPECT_THAT(page, HasSubstr("truth &lt;1&gt;"));
}

TEST_F(EvaluationReport, has_every_plot_and_leaves_out_what_it_has_no_figures_for) {
  const std::string full = to_html(report());
  for (const char* title : {"Recall against budget",
                            "Recall per scenario",
                            "Page line",
                            "Calibration",
                            "Time to detect",
                            "False alerts per look-alike",
                            "Alert volume by hour"}) {
    EXPECT_THAT(full, HasSubstr(fmt::format("<h3>{}</h3>", title)));
  }
  Report bare;
  bare.judgement = run("", {5});
  const std::string page = to_html(bare);
  EXPECT_THAT(page, Not(HasSubstr("<h3>Calibration</h3>")));
  EXPECT_THAT(page, Not(HasSubstr("<h3>Time to detect</h3>")));
  EXPECT_THAT(page, Not(HasSubstr("=\"nan")));
}

TEST_F(EvaluationReport, tells_in_json_how_each_incident_went) {
  const std::string json = to_json(report());
  EXPECT_THAT(
      json,
      HasSubstr(
          R"({"id":"i-1","scenario":"A8","magnitude":1,"found":true,"strict":true,"seconds":10,"exposed":1})"));
  EXPECT_THAT(
      json,
      HasSubstr(
          R"({"id":"i-3","scenario":"A8","magnitude":0.5,"found":false,"strict":false,"seconds":null,"exposed":1})"));
  EXPECT_THAT(json, HasSubstr(R"("pages":{"highest_mean_28":1,"highest_day":1,"by_day":[1,1]})"));
  EXPECT_THAT(json, HasSubstr(R"({"nominal":0.01,"at_most":61})"));
}

TEST_F(EvaluationReport, tells_in_json_what_each_alert_was_about) {
  Report about;
  about.judgement = run(alert("a1",
                              "2026-01-02T09:01:00Z",
                              90,
                              R"("0:1")",
                              R"("reasons":[{"detector":"id_enumeration"}])"),
                        {5});
  EXPECT_THAT(
      to_json(about),
      HasSubstr(R"("incidents":[{"id":"i-1","share":1,"reason_right":true}],"look_alikes":[]})"));
}

TEST_F(EvaluationReport, tells_the_injected_cause_from_another_fair_reason) {
  const auto total = [&](std::string_view detector) {
    const std::string reasons = fmt::format(R"("reasons":[{{"detector":"{}"}}])", detector);
    return run(alert("a1", "2026-01-02T09:01:00Z", 90, R"("0:1")", reasons)).budgets.front().total;
  };
  EXPECT_EQ(total("conversation_scope").reasons_exact, 1U);
  EXPECT_EQ(total("id_enumeration").reasons_exact, 0U);
  EXPECT_EQ(total("id_enumeration").reasons_right, 1U);
}

TEST_F(EvaluationReport, judges_the_reason_of_an_alert_by_what_it_is_mostly_about) {
  const auto total = run(alert("a1",
                               "2026-01-02T10:01:00Z",
                               90,
                               R"("0:1","0:2","0:4")",
                               R"("reasons":[{"detector":"conversation_scope"}])"))
                         .budgets.front()
                         .total;
  EXPECT_EQ(total.alerts, 2U) << "it is about two incidents";
  EXPECT_EQ(total.reasons_judged, 1U);
  EXPECT_EQ(total.reasons_right, 1U);
}

TEST_F(EvaluationReport, counts_pages_by_tenant_and_day_whatever_the_budget) {
  std::string many;
  for (int i = 0; i < 7; ++i) {
    many += alert(fmt::format("p{}", i), "2026-01-03T10:00:00Z", 40 + i, R"("0:0")");
  }
  const PageHistory pages = run(many + alerts(), {1}).pages;
  ASSERT_EQ(pages.days.size(), 2U);
  EXPECT_EQ(pages.days[0].pages, 1U) << "the ticket is no page";
  EXPECT_EQ(pages.days[1].pages, 8U);
  EXPECT_EQ(pages.days[1].lowest_score, 40);
  EXPECT_EQ(pages.highest_day, 8U);
  EXPECT_DOUBLE_EQ(pages.highest_mean_28, 4.5) << "two days are all there are";
}

TEST_F(EvaluationReport, sums_calibration_over_the_judged_days_only) {
  const auto read = curves(
      scores("2026-01-01", "human", 1000, 999, 999) + scores("2026-01-02", "human", 6000, 60, 6) +
      scores("2026-01-03", "human", 4000, 60, 6) + scores("2026-01-03", "bot", 100, 1, 0));
  ASSERT_EQ(read.size(), 3U);
  EXPECT_EQ(read[0].kind, "all");
  EXPECT_EQ(read[1].kind, "bot");
  EXPECT_EQ(read[2].kind, "human");
  EXPECT_EQ(read[0].opportunities, 10'100U);
  ASSERT_EQ(read[2].points.size(), 3U);
  EXPECT_EQ(read[2].points[1].nominal, 0.01);
  EXPECT_DOUBLE_EQ(read[2].ratio(read[2].points[1]), 1.2);
}

TEST_F(EvaluationReport, refuses_scores_that_it_cannot_read_by_line) {
  const auto refusal = [&](const std::string& text) {
    write("scores.jsonl", text);
    const auto read = read_scores(directory_ / "scores.jsonl", EventTime{0}, EventTime{1LL << 50U});
    return read ? std::string("accepted") : read.error().detail;
  };
  const std::string good = scores("2026-01-02", "human", 1, 1, 1);
  EXPECT_THAT(refusal(good + "{}"), HasSubstr("scores.jsonl:2"));
  EXPECT_THAT(refusal(R"({"day":"soon","kind":"human"})"), HasSubstr("a date such as"));
  EXPECT_THAT(refusal(R"({"day":"2026-01-02","kind":"human","opportunities":-1})"),
              HasSubstr("a count"));
  EXPECT_THAT(
      refusal(R"({"day":"2026-01-02","kind":"human","opportunities":1,"at_most":{"two":1}})"),
      HasSubstr("levels in (0, 1]"));
}

TEST(PoissonInterval, holds_what_a_poisson_of_that_mean_gives) {
  EXPECT_TRUE(is_plausible(0, 1.0));
  EXPECT_TRUE(is_plausible(3, 1.0));
  EXPECT_FALSE(is_plausible(4, 1.0));  // P(X >= 4) = 0.019
  EXPECT_FALSE(is_plausible(0, 4.0));  // P(X = 0) = 0.018
  EXPECT_TRUE(is_plausible(1000, 1040));
  EXPECT_FALSE(is_plausible(1000, 1100));
}

}  // namespace
}  // namespace centinela::evaluation
