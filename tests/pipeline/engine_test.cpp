#include "centinela/pipeline/engine.h"

#include "centinela/codec/alert_encoder.h"

#include "simulator/platform.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace centinela::pipeline {
namespace {

struct Line {
  std::string json;
  EventTime received;
};

// The first records of a simulated platform; read once for all tests.
const std::vector<Line>& log_of_a_platform() {
  static const std::vector<Line> log = [] {
    std::vector<Line> lines;
    simulator::Platform platform(*simulator::find_profile("demo"), 1);
    simulator::Record record;
    while (lines.size() < 20'000 && platform.next(record)) {
      lines.push_back({std::string(record.json), record.received});
    }
    return lines;
  }();
  return log;
}

struct Outcomes {
  std::string alerts;
  ShardCounters counters;
  std::uint64_t dead_lettered = 0;
  std::uint64_t taken = 0;
};

Outcomes play(std::size_t batch_events_max) {
  privacy::TokenKey::Bytes bytes{};
  bytes[0] = 1;
  const auto key = privacy::TokenKey::from_random(bytes);
  const TimeZones zones;
  EngineSettings settings;
  settings.batch_events_max = batch_events_max;
  settings.provenance.topics = {"data-access"};
  settings.shard.alerting.warm_up = std::chrono::hours{1};
  settings.shard.alerting.warm_up_principals = 1;
  Engine engine(settings, *key, std::make_shared<const Models>(), zones);
  std::vector<alerting::Decision> out;
  std::vector<Rejected> rejected;
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

TEST(Engine, accounts_for_every_record_that_it_took) {
  const Outcomes result = play(128);
  const ShardCounters& counters = result.counters;
  EXPECT_EQ(counters.scored + counters.late + counters.duplicates + counters.contexts +
                counters.controls + result.dead_lettered,
            result.taken);
  EXPECT_EQ(result.dead_lettered, 0U);
  EXPECT_GT(counters.scored, 10'000U);
}

TEST(Engine, lets_the_forest_abstain_without_a_model) {
  const Outcomes result = play(128);
  EXPECT_EQ(result.counters.spoke[static_cast<std::size_t>(detectors::DetectorId::forest)], 0U);
}

}  // namespace
}  // namespace centinela::pipeline
