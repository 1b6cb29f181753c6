// What every Kafka client of ours is told: where the brokers are, what passes through, where its
// log goes. Floor 9; plain values, no librdkafka header.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace centinela::kafka {

enum class LogLevel : std::uint8_t { error, warn, info, debug };

// librdkafka's own lines: broker addresses, topics, states; never a payload. Called from any of its
// threads, so it must be thread-safe, must not block and must not call back into a client.
using LogFunction =
    std::function<void(LogLevel level, std::string_view facility, std::string_view text)>;

// librdkafka's names, passed through as they are, but those that Centinela owns.
using Properties = std::map<std::string, std::string, std::less<>>;

struct ClientSettings {
  std::string bootstrap_servers = "localhost:9092";
  std::string client_id = "centinela";  // at most 31 bytes: longer ones crash librdkafka < 2.5.0
  Properties properties;                // kafka.properties
  LogFunction log;                      // may be empty
};

}  // namespace centinela::kafka
