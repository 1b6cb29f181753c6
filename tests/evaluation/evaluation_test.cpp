#include "evaluation/hand_made_truth.h"

namespace centinela::evaluation {
namespace {

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

}  // namespace
}  // namespace centinela::evaluation
