#include "centinela/pipeline/engine.h"

#include "centinela/codec/alert_decoder.h"
#include "centinela/codec/alert_encoder.h"

#include "life.h"
#include "platform_log.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <sstream>
#include <string>
#include <vector>

namespace centinela::pipeline {
namespace {

using testing::Line;
using testing::log_of_a_platform;
using testing::soon_warm;

struct Outcomes {
  std::string alerts;
  ShardCounters counters;
  std::uint64_t dead_lettered = 0;
  std::uint64_t taken = 0;
};

// Rulings on the first alerts of a run without any, each a minute after it was told.
std::vector<std::string> rulings_on(const std::string& alerts);

Outcomes play(std::size_t batch_events_max, const std::vector<std::string>& controls = {}) {
  privacy::TokenKey::Bytes bytes{};
  bytes[0] = 1;
  const auto key = privacy::TokenKey::from_random(bytes);
  const TimeZones zones;
  EngineSettings settings = soon_warm();
  settings.batch_events_max = batch_events_max;
  Engine engine(settings, *key, std::make_shared<const Models>(), zones);
  std::vector<alerting::Decision> out;
  std::vector<Rejected> rejected;
  for (const std::string& control : controls) {
    codec::RecordView record;
    record.value = control;
    engine.plan(record, {}, rejected);
  }
  Outcomes result;
  std::int64_t offset = 0;
  for (const Line& line : log_of_a_platform()) {
    codec::RecordView record;
    record.value = line.json;
    record.timestamp = line.received;
    Position position;
    position.offset = Offset{offset++};
    engine.take(record, position, out, rejected);
    ++result.taken;
  }
  engine.finish_planned(out);
  engine.close_all(out);
  for (const alerting::Decision& decision : out) {
    result.alerts += codec::encode_alert(decision.alert) + "\n";
  }
  result.counters = engine.shard().counters();
  result.dead_lettered = engine.dead_lettered();
  return result;
}

TEST(Engine, gives_the_same_alerts_wherever_batches_end) {
  const Outcomes one_by_one = play(1);
  EXPECT_FALSE(one_by_one.alerts.empty()) << "the comparison needs something to compare";
  EXPECT_EQ(play(7).alerts, one_by_one.alerts);
  EXPECT_EQ(play(128).alerts, one_by_one.alerts);
}

std::vector<std::string> rulings_on(const std::string& alerts) {
  constexpr std::array<std::string_view, 4> words = {
      "benign", "malicious", "expected", "duplicate"};
  std::vector<std::string> controls;
  std::istringstream lines{alerts};
  for (std::string line; std::getline(lines, line) && controls.size() < 12;) {
    const Result<Alert> alert = codec::decode_alert(line);
    if (!alert || alert->revision != 1 || alert->route == Route::digest) {
      continue;
    }
    controls.push_back(R"({"type":"control","kind":"verdict","time":")" +
                       format_rfc3339(alert->time + std::chrono::minutes{1}) + R"(","alert":")" +
                       print(alert->id) + R"(","ruling":")" +
                       std::string{words[controls.size() % words.size()]} + R"("})");
  }
  return controls;
}

TEST(Engine, applies_rulings_at_their_place_wherever_batches_end) {
  const Outcomes without = play(128);
  const std::vector<std::string> controls = rulings_on(without.alerts);
  ASSERT_FALSE(controls.empty()) << "the comparison needs something to rule on";
  const Outcomes one_by_one = play(1, controls);
  EXPECT_NE(one_by_one.alerts, without.alerts);
  EXPECT_EQ(play(7, controls).alerts, one_by_one.alerts);
  EXPECT_EQ(play(128, controls).alerts, one_by_one.alerts);
  EXPECT_EQ(one_by_one.counters.controls, controls.size());
  // A ruling `expected` may keep a later alert from being told, which is then nothing to rule on.
  const auto outcome = [&one_by_one](alerting::RulingOutcome which) {
    return one_by_one.counters.ruling_outcomes[static_cast<std::size_t>(which)];
  };
  EXPECT_EQ(
      outcome(alerting::RulingOutcome::applied) + outcome(alerting::RulingOutcome::unknown_alert),
      controls.size());
  EXPECT_GE(outcome(alerting::RulingOutcome::applied), controls.size() - 2);
}

TEST(Engine, rejects_what_is_no_control_record_beside_the_log) {
  privacy::TokenKey::Bytes bytes{};
  bytes[0] = 1;
  const auto key = privacy::TokenKey::from_random(bytes);
  const TimeZones zones;
  Engine engine({}, *key, std::make_shared<const Models>(), zones);
  codec::RecordView record;
  record.value = log_of_a_platform().front().json;
  std::vector<Rejected> rejected;
  engine.plan(record, {}, rejected);
  ASSERT_EQ(rejected.size(), 1U);
  EXPECT_EQ(rejected[0].failure.detail, "expected a control record");
}

TEST(Engine, accounts_for_every_record_that_it_took) {
  const Outcomes result = play(128);
  const ShardCounters& counters = result.counters;
  EXPECT_EQ(counters.scored + counters.late + counters.duplicates + counters.contexts +
                counters.controls + result.dead_lettered,
            result.taken);
  EXPECT_EQ(result.dead_lettered, 0U);
  EXPECT_GT(counters.scored, 10'000U);
}

// A clock that says 2099, in the middle of the log: a context record, a ruling and an access.
TEST(Engine, goes_on_as_before_after_a_record_of_the_far_future) {
  const auto live = [](bool meets_the_future) {
    testing::Life life;
    life.live(0, 8'000);
    if (meets_the_future) {
      const EventTime future = *parse_rfc3339("2099-01-01T00:00:00Z");
      life.take(
          R"({"type":"context","kind":"ticket","time":"2099-01-01T00:00:00Z","data_subject":"c"})",
          future,
          900'000);
      life.take(
          R"({"type":"control","kind":"verdict","time":"2099-01-01T00:00:00Z","alert":"x","ruling":"benign"})",
          future,
          900'001);
      life.take(
          R"({"id":"f","time":"2099-01-01T00:00:00Z","principal":{"id":"nobody"},"action":"login"})",
          future,
          900'002);
    }
    life.live(8'000, 16'000);
    return std::pair{life.alerts, life.engine->shard().world().log_time};
  };
  const auto [alerts, log_time] = live(true);
  const auto [usual_alerts, usual_log_time] = live(false);
  EXPECT_EQ(log_time, usual_log_time);
  EXPECT_EQ(alerts, usual_alerts);
  EXPECT_FALSE(alerts.empty());
}

TEST(Engine, follows_the_log_after_a_long_pause) {
  testing::Life life;
  life.live(0, 1'000);
  const EventTime later = *parse_rfc3339("2099-01-01T00:00:00Z");
  for (std::size_t i = 0; i < 20; ++i) {
    life.take(
        fmt::format(
            R"({{"id":"f{}","time":"2099-01-01T00:00:00Z","principal":{{"id":"p"}},"action":"login"}})",
            i),
        later,
        900'000 + i);
  }
  life.flush();
  EXPECT_EQ(life.engine->shard().world().log_time, later);
}

TEST(Engine, lets_the_forest_abstain_without_a_model) {
  const Outcomes result = play(128);
  EXPECT_EQ(result.counters.spoke[static_cast<std::size_t>(detectors::DetectorId::forest)], 0U);
}

}  // namespace
}  // namespace centinela::pipeline
