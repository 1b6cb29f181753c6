// What the daemon's consumer is told, and where librdkafka's own log lines go. Floor 10.
#pragma once

#include "config/config.h"
#include "kafka/consumer.h"

namespace centinela::app {

[[nodiscard]] kafka::LogFunction kafka_log();
[[nodiscard]] kafka::ConsumerSettings consumer_settings(const config::Config& config);

}  // namespace centinela::app
