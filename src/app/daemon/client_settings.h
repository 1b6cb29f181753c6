// What every Kafka client of the daemon is told. Floor 10.
#pragma once

#include "config/config.h"
#include "kafka/settings.h"

#include <string>

namespace centinela::app {

[[nodiscard]] inline kafka::ClientSettings client_settings(const config::Config& config,
                                                           std::string client_id,
                                                           kafka::LogFunction log) {
  kafka::ClientSettings settings;
  settings.bootstrap_servers = config.kafka.bootstrap_servers;
  settings.client_id = std::move(client_id);
  settings.properties.insert(config.kafka.properties.begin(), config.kafka.properties.end());
  settings.log = std::move(log);
  return settings;
}

}  // namespace centinela::app
