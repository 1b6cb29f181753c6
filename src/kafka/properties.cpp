#include "kafka/properties.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace centinela::kafka {
namespace {

struct OwnedProperty {
  std::string_view name;
  std::string_view instead;  // what the user does instead
};

constexpr std::array owned_properties{
    OwnedProperty{"bootstrap.servers", "use kafka.bootstrap_servers"},
    OwnedProperty{"metadata.broker.list", "use kafka.bootstrap_servers"},
    OwnedProperty{"group.id", "use kafka.group_id"},
    OwnedProperty{"client.id", "Centinela names its clients itself"},
    OwnedProperty{"enable.auto.commit", "use kafka.commit"},
    OwnedProperty{"auto.commit.enable", "use kafka.commit"},
    OwnedProperty{"auto.commit.interval.ms", "use kafka.commit_interval"},
    OwnedProperty{"enable.auto.offset.store", "use kafka.commit"},
    OwnedProperty{"auto.offset.reset", "use kafka.start"},
    OwnedProperty{"transactional.id", "use kafka.commit"},
    OwnedProperty{"isolation.level", "Centinela reads committed records only"},
    OwnedProperty{"enable.partition.eof", "Centinela follows the watermarks itself"},
    OwnedProperty{"allow.auto.create.topics", "create the topics, then start Centinela"},
    OwnedProperty{"enable.idempotence", "it is always on"},
    OwnedProperty{"acks", "Centinela always waits for all in-sync replicas"},
    OwnedProperty{"request.required.acks", "Centinela always waits for all in-sync replicas"},
    OwnedProperty{"log_level", "use log.level"},
    OwnedProperty{"log.queue", "use log.level"},
};

constexpr int cooperative_is_sound = 0x02060100;  // 2.6.1

Result<void> check_assignor(std::string_view assignors, int library_version) {
  if (assignors.find("cooperative-sticky") == std::string_view::npos ||
      library_version >= cooperative_is_sound) {
    return {};
  }
  return Error{
      Errc::config,
      fmt::format("kafka.properties.partition.assignment.strategy: cooperative-sticky needs "
                  "librdkafka 2.6.1, found {}.{}.{}: use range",
                  (library_version >> 24) & 0xff,
                  (library_version >> 16) & 0xff,
                  (library_version >> 8) & 0xff)};
}

}  // namespace

bool is_secret(std::string_view property) noexcept {
  constexpr std::array<std::string_view, 6> marks{
      "password", "secret", ".pem", "oauthbearer.config", "ssl.key", "jaas"};
  return std::any_of(marks.begin(), marks.end(), [property](std::string_view mark) {
    return property.find(mark) != std::string_view::npos;
  });
}

Result<void> check_properties(const Properties& properties, int library_version) {
  for (const OwnedProperty& owned : owned_properties) {
    if (properties.find(owned.name) != properties.end()) {
      return Error{
          Errc::config,
          fmt::format("kafka.properties.{} belongs to Centinela: {}", owned.name, owned.instead)};
    }
  }
  if (const auto found = properties.find("partition.assignment.strategy");
      found != properties.end()) {
    CENTINELA_TRY(check_assignor(found->second, library_version));
  }
  return {};
}

}  // namespace centinela::kafka
