// One engine's life over the log of a platform, and its state written down. Tests only.
#pragma once

#include "centinela/codec/alert_encoder.h"
#include "centinela/pipeline/engine.h"
#include "centinela/pipeline/engine_loader.h"

#include "platform_log.h"

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace centinela::pipeline::testing {

class Life {
 public:
  Life() {
    privacy::TokenKey::Bytes bytes{};
    bytes[0] = 1;
    engine = std::make_unique<Engine>(soon_warm(),
                                      *privacy::TokenKey::from_random(bytes),
                                      std::make_shared<const Models>(),
                                      zones_);
  }

  void live(std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) {
      const Line& line = log_of_a_platform()[i];
      take(line.json, line.received, i);
    }
    flush();
  }
  void take(std::string_view json, EventTime received, std::size_t offset) {
    codec::RecordView record;
    record.value = json;
    record.timestamp = received;
    Position position;
    position.offset = Offset{static_cast<std::int64_t>(offset)};
    engine->take(record, position, out_, rejected);
  }
  void flush() {
    engine->flush(out_);
    for (const alerting::Decision& decision : out_) {
      alerts += codec::encode_alert(decision.alert) + "\n";
    }
    out_.clear();
  }

  std::unique_ptr<Engine> engine;
  std::string alerts;
  std::vector<Rejected> rejected;

 private:
  TimeZones zones_;
  std::vector<alerting::Decision> out_;
};

using Records = std::map<std::string, std::string>;

inline void write_down(const StateChanges& changes, Records& records) {
  if (changes.is_everything) {
    records.clear();
  }
  changes.for_each([&](std::string_view key, std::string_view value, bool is_erased) {
    if (is_erased) {
      records.erase(std::string{key});
    } else {
      records[std::string{key}] = value;
    }
  });
}

inline Result<StateSum> load(const Records& records, Engine& engine) {
  EngineLoader loader(engine);
  for (const auto& [key, value] : records) {
    CENTINELA_TRY(loader.add(key, value));
  }
  return loader.finish();
}

}  // namespace centinela::pipeline::testing
