#include "config/validate.h"

#include "config/file_text.h"

#include <fmt/format.h>

#include <optional>

namespace centinela::config {
namespace {

constexpr std::size_t secret_size_max = std::size_t{64} << 10;

// The error at the place where `path` was given, or at its nearest section that was.
Error mistake(const Origins& origins, const std::string& path, std::string_view detail) {
  const auto origin = origins.find(path);
  const std::string place = origin == origins.end() ? "" : origin->second + ": ";
  return {Errc::config, fmt::format("{}{}: {}", place, path, detail)};
}

struct Twin {
  std::string_view secret;
  std::string_view file;
};

Result<void> validate_twin(Twin twin, const Origins& origins, const std::string& path) {
  if (!twin.secret.empty() && !twin.file.empty()) {
    return mistake(
        origins, path, fmt::format("expected this or {}_file, found both; keep one", path));
  }
  return {};
}

Result<void> validate_alerting(const Config& config, const Origins& origins) {
  const Alerting& alerting = config.alerting;
  CENTINELA_TRY(validate_twin({alerting.alertmanager_password, alerting.alertmanager_password_file},
                              origins,
                              "alerting.alertmanager_password"));
  CENTINELA_TRY(
      validate_twin({alerting.alertmanager_bearer_token, alerting.alertmanager_bearer_token_file},
                    origins,
                    "alerting.alertmanager_bearer_token"));
  const bool has_password =
      !alerting.alertmanager_password.empty() || !alerting.alertmanager_password_file.empty();
  const bool has_token = !alerting.alertmanager_bearer_token.empty() ||
                         !alerting.alertmanager_bearer_token_file.empty();
  if (has_password && alerting.alertmanager_username.empty()) {
    return mistake(origins,
                   "alerting.alertmanager_username",
                   "expected a user name beside the password, found none");
  }
  if (has_token && !alerting.alertmanager_username.empty()) {
    return mistake(origins,
                   "alerting.alertmanager_username",
                   "expected a user name or a bearer token, found both; keep one");
  }
  return {};
}

Result<void> validate_kafka(const Config& config, const Origins& origins) {
  for (const auto& [name, file] : config.kafka.properties_file) {
    if (config.kafka.properties.contains(name)) {
      return mistake(
          origins,
          "kafka.properties_file." + name,
          fmt::format("expected this or kafka.properties.{}, found both; keep one", name));
    }
  }
  if (config.kafka.dead_letters == config.alerting.topic) {
    return mistake(origins,
                   "kafka.dead_letters",
                   "expected another topic than alerting.topic, found the same");
  }
  for (const std::string& topic : config.kafka.topics) {
    if (topic == config.alerting.topic || topic == config.kafka.dead_letters) {
      return mistake(origins,
                     "kafka.topics",
                     "expected none of alerting.topic and kafka.dead_letters, found one: Centinela "
                     "would read what it wrote");
    }
  }
  return {};
}

// What moves with a partition is committed with it, and partition n of every topic goes to the same
// member.
Result<void> validate_engine(const Config& config, const Origins& origins) {
  if (config.engine.shards == Shards::one) {
    return {};
  }
  if (config.kafka.commit != Commit::transactional) {
    return mistake(origins,
                   "engine.shards",
                   "per_partition: expected kafka.commit: transactional, found at_least_once");
  }
  const auto assignor = config.kafka.properties.find("partition.assignment.strategy");
  if (assignor != config.kafka.properties.end() && assignor->second != "range") {
    return mistake(origins,
                   "kafka.properties.partition.assignment.strategy",
                   "expected range, which engine.shards: per_partition needs, found another");
  }
  return {};
}

Result<void> validate_calendar(const Config& config, const Origins& origins) {
  std::size_t index = 0;
  for (const PlannedEvent& event : config.reference.calendar.events) {
    if (event.end <= event.start) {
      return mistake(origins,
                     fmt::format("reference.calendar.events[{}]", index),
                     "expected end after start, found it before or the same");
    }
    ++index;
  }
  return {};
}

Result<void> validate_suppressions(const Config& config, const Origins& origins) {
  std::size_t index = 0;
  for (const Suppression& rule : config.suppressions) {
    const bool has_scope = !rule.detector.empty() || !rule.entity.empty() || !rule.role.empty() ||
                           !rule.team.empty() || !rule.record_class.empty();
    if (!has_scope) {
      return mistake(origins,
                     fmt::format("suppressions[{}]", index),
                     "expected one of detector, entity, role, team and class, found none: it would "
                     "withhold everything");
    }
    ++index;
  }
  return {};
}

Result<std::string> read_secret(const std::string& file,
                                const Origins& origins,
                                const std::string& path) {
  Result<std::string> contents = read_text(file);
  if (!contents) {
    return mistake(
        origins,
        path,
        fmt::format(
            "{} at {}; check the path and its access rights", contents.error().detail, file));
  }
  std::string text = *std::move(contents);
  if (text.ends_with('\n')) {
    text.pop_back();
  }
  if (text.ends_with('\r')) {
    text.pop_back();
  }
  if (text.empty() || text.size() > secret_size_max) {
    return mistake(
        origins,
        path,
        fmt::format("expected 1 byte to 64 KiB in {}, found {} bytes", file, text.size()));
  }
  return text;
}

Result<void> read_twin(std::string& secret,
                       const std::string& file,
                       const Origins& origins,
                       const std::string& path) {
  if (!file.empty()) {
    CENTINELA_TRY(secret, read_secret(file, origins, path));
  }
  return {};
}

}  // namespace

Result<void> validate(const Config& config, const Origins& origins) {
  CENTINELA_TRY(validate_kafka(config, origins));
  CENTINELA_TRY(validate_alerting(config, origins));
  CENTINELA_TRY(validate_engine(config, origins));
  CENTINELA_TRY(validate_calendar(config, origins));
  return validate_suppressions(config, origins);
}

Result<void> read_secret_files(Config& config, const Origins& origins) {
  Alerting& alerting = config.alerting;
  CENTINELA_TRY(read_twin(alerting.alertmanager_password,
                          alerting.alertmanager_password_file,
                          origins,
                          "alerting.alertmanager_password_file"));
  CENTINELA_TRY(read_twin(alerting.alertmanager_bearer_token,
                          alerting.alertmanager_bearer_token_file,
                          origins,
                          "alerting.alertmanager_bearer_token_file"));
  for (const auto& [name, file] : config.kafka.properties_file) {
    CENTINELA_TRY(
        read_twin(config.kafka.properties[name], file, origins, "kafka.properties_file." + name));
  }
  return {};
}

}  // namespace centinela::config
