#include "app/daemon/consumer_settings.h"

#include "app/daemon/client_settings.h"
#include "telemetry/log.h"

#include <memory>

namespace centinela::app {
namespace {

kafka::StartPolicy policy_of(config::Start start) noexcept {
  switch (start) {
    case config::Start::latest:
      return kafka::StartPolicy::latest;
    case config::Start::fail:
      return kafka::StartPolicy::fail;
    case config::Start::earliest:
      break;
  }
  return kafka::StartPolicy::earliest;
}

}  // namespace

kafka::LogFunction kafka_log() {
  const auto logger = std::make_shared<const telemetry::Logger>("kafka");
  return [logger](kafka::LogLevel level, std::string_view facility, std::string_view text) {
    auto line = telemetry::LogLine(text).with("facility", facility);
    switch (level) {
      case kafka::LogLevel::error:
      case kafka::LogLevel::warn:
        return logger->warn(line);
      case kafka::LogLevel::info:
        return logger->info(line);
      case kafka::LogLevel::debug:
        return logger->debug(line);
    }
  };
}

kafka::ConsumerSettings consumer_settings(const config::Config& config) {
  kafka::ConsumerSettings settings;
  settings.client = client_settings(config, "centinela", kafka_log());
  settings.group_id = config.kafka.group_id;
  settings.topics = config.kafka.topics;
  settings.start = policy_of(config.kafka.start);
  settings.batch_records_max = static_cast<std::size_t>(config.engine.batch_size);
  settings.pins_starts = config.kafka.commit == config::Commit::at_least_once;
  return settings;
}

}  // namespace centinela::app
