// The hand-made truth that the tests of evaluate share.
#pragma once

#include "evaluation/report.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zlib.h>

#include <fstream>
#include <sstream>

namespace centinela::evaluation {

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

}  // namespace centinela::evaluation
