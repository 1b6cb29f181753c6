// The first records of a simulated platform, and an engine's settings that warm up within them.
// Tests only.
#pragma once

#include "centinela/pipeline/engine.h"

#include "simulator/platform.h"

#include <string>
#include <vector>

namespace centinela::pipeline::testing {

struct Line {
  std::string json;
  EventTime received;
};

// Read once for all tests.
inline const std::vector<Line>& log_of_a_platform() {
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

inline EngineSettings soon_warm() {
  EngineSettings settings;
  settings.provenance.topics = {"data-access"};
  settings.shard.alerting.warm_up = std::chrono::hours{1};
  settings.shard.alerting.warm_up_principals = 1;
  settings.shard.tells_days = true;
  return settings;
}

}  // namespace centinela::pipeline::testing
