#include "app/check_steps.h"

#include "centinela/base/url.h"
#include "centinela/privacy/token_key.h"

#include "app/http_get.h"
#include "config/file_text.h"
#include "config/print.h"
#include "http/web_config.h"
#include "kafka/properties.h"
#include "kafka/topic_check.h"

#include <fmt/format.h>
#include <librdkafka/rdkafka.h>

#include <array>
#include <iterator>
#include <memory>

namespace centinela::app {
namespace {

namespace fs = std::filesystem;

CheckLine fine(std::string_view subject, std::string text) {
  return {Finding::fine, std::string(subject), std::move(text), Errc::internal};
}
CheckLine warning(std::string_view subject, std::string text) {
  return {Finding::warning, std::string(subject), std::move(text), Errc::internal};
}
CheckLine failure(std::string_view subject, std::string text, Errc code) {
  return {Finding::failure, std::string(subject), std::move(text), code};
}

kafka::ClientSettings client_settings(const config::Config& config) {
  return {.bootstrap_servers = config.kafka.bootstrap_servers,
          .client_id = "centinela-check",
          .properties = {config.kafka.properties.begin(), config.kafka.properties.end()},
          .log = {}};
}

bool is_private(const fs::path& file) {
  std::error_code error;
  const fs::perms mode = fs::status(file, error).permissions();
  return !error && (mode & (fs::perms::group_all | fs::perms::others_all)) == fs::perms::none;
}

}  // namespace

std::span<const CheckStep> check_steps() noexcept {
  static constexpr std::array table = {CheckStep{check_settings, true},
                                       CheckStep{check_token_key, true},
                                       CheckStep{check_state_directory, true},
                                       CheckStep{check_model, true},
                                       CheckStep{check_web_config, true},
                                       CheckStep{check_topics, false},
                                       CheckStep{check_alertmanagers, false}};
  return table;
}

namespace {

// Also whether the library knows them and takes their values, which needs no broker.
Result<void> check_properties(const kafka::Properties& properties) {
  CENTINELA_TRY(kafka::check_properties(properties, rd_kafka_version()));
  const std::unique_ptr<rd_kafka_conf_t, decltype(&rd_kafka_conf_destroy)> configuration{
      rd_kafka_conf_new(), rd_kafka_conf_destroy};
  std::array<char, 512> reason{};
  for (const auto& [name, value] : properties) {
    const rd_kafka_conf_res_t outcome = rd_kafka_conf_set(
        configuration.get(), name.c_str(), value.c_str(), reason.data(), reason.size());
    if (outcome == RD_KAFKA_CONF_OK) {
      continue;
    }
    const bool is_unknown = outcome == RD_KAFKA_CONF_UNKNOWN;
    return Error{Errc::config,
                 fmt::format("kafka.properties.{}: {}",
                             name,
                             is_unknown ? fmt::format("librdkafka {} has no such property",
                                                      rd_kafka_version_str())
                             : kafka::is_secret(name) ? "librdkafka refuses the value"
                                                      : reason.data())};
  }
  return {};
}

// Sections and the elements of lists have an origin too, and are no settings.
std::size_t settings_given(const config::Origins& origins) {
  std::size_t count = 0;
  for (auto at = origins.begin(); at != origins.end(); ++at) {
    const auto next = std::next(at);
    const bool is_section = next != origins.end() && next->first.starts_with(at->first + ".");
    const bool is_element = at->first.find('[') != std::string::npos;
    count += is_section || is_element ? 0 : 1;
  }
  return count;
}

}  // namespace

std::vector<CheckLine> check_settings(const config::Loaded& loaded) {
  if (const auto result = check_properties(client_settings(loaded.config).properties); !result) {
    return {failure("configuration", result.error().detail, result.error().code)};
  }
  return {fine("configuration",
               fmt::format("settings given: {}; the others have their defaults; alerts made under "
                           "them say config {}",
                           settings_given(loaded.origins),
                           config::alert_hash(loaded.config)))};
}

std::vector<CheckLine> check_token_key(const config::Loaded& loaded) {
  const std::string file = config::token_key_file(loaded.config);
  const auto text = config::read_text(file);
  if (!text) {
    std::error_code ignored;
    return {failure(
        "token key",
        fs::exists(file, ignored)
            ? fmt::format("{}: {}", file, text.error().detail)
            : fmt::format("{} is not there; make it: centinela token --new-key {}", file, file),
        Errc::config)};
  }
  const auto key = privacy::TokenKey::parse(*text);
  if (!key) {
    return {failure("token key", fmt::format("{}: {}", file, key.error().detail), Errc::config)};
  }
  if (!is_private(file)) {
    return {failure("token key",
                    fmt::format("{} can be read by others; chmod 600 {}", file, file),
                    Errc::config)};
  }
  return {fine("token key", fmt::format("{}, fingerprint {}", file, key->fingerprint()))};
}

std::vector<CheckLine> check_state_directory(const config::Loaded& loaded) {
  const fs::path directory = loaded.config.state.directory;
  std::error_code error;
  if (!fs::is_directory(directory, error)) {
    return {warning(
        "state",
        fmt::format("{} is not there yet; the daemon makes it, if it may", directory.string()))};
  }
  return {is_private(directory) ? fine("state", directory.string())
                                : warning("state",
                                          fmt::format("{} is open to others; chmod 700 {}",
                                                      directory.string(),
                                                      directory.string()))};
}

std::vector<CheckLine> check_model(const config::Loaded& loaded) {
  const fs::path directory = loaded.config.model.directory;
  if (directory.empty()) {
    return {fine("model", "the one that ships with Centinela")};
  }
  std::error_code error;
  if (!fs::is_directory(directory, error)) {
    return {failure("model",
                    fmt::format("{} is no directory; train one: centinela train --output {}",
                                directory.string(),
                                directory.string()),
                    Errc::bad_data)};
  }
  return {fine("model", directory.string())};
}

std::vector<CheckLine> check_web_config(const config::Loaded& loaded) {
  const std::string& file = loaded.config.http.web_config_file;
  if (file.empty()) {
    return {fine("http", fmt::format("{}, no TLS, no authentication", loaded.config.http.listen))};
  }
  const auto web = http::load_web_config(file);
  if (!web) {
    return {failure("http", web.error().detail, web.error().code)};
  }
  return {fine(
      "http",
      fmt::format("{}, {}, {}",
                  loaded.config.http.listen,
                  web->tls ? "TLS" : "no TLS",
                  web->basic_auth_users.empty() ? "no authentication" : "basic authentication"))};
}

std::vector<CheckLine> check_topics(const config::Loaded& loaded) {
  constexpr std::chrono::milliseconds timeout{5000};
  const config::Config& config = loaded.config;
  std::vector<kafka::TopicNeed> needs;
  for (const std::string& topic : config.kafka.topics) {
    needs.push_back({.name = topic, .config_key = "kafka.topics"});
  }
  needs.push_back({.name = config.alerting.topic, .config_key = "alerting.topic"});
  needs.push_back({.name = config.kafka.dead_letters, .config_key = "kafka.dead_letters"});
  const auto found = kafka::check_topics(client_settings(config), needs, timeout);
  if (!found) {
    return {failure("kafka", found.error().detail, found.error().code)};
  }
  std::vector<CheckLine> lines;
  for (const kafka::TopicFound& topic : *found) {
    lines.push_back(fine(
        "kafka",
        fmt::format(
            "topic {}: {} partitions, {} replicas", topic.name, topic.partitions, topic.replicas)));
  }
  return lines;
}

std::vector<CheckLine> check_alertmanagers(const config::Loaded& loaded) {
  const config::Alerting& alerting = loaded.config.alerting;
  std::vector<CheckLine> lines;
  for (const std::string& base : alerting.alertmanagers) {
    const std::string url = base + (base.ends_with('/') ? "" : "/") + "-/ready";
    const auto reply = http_get({.url = url,
                                 .ca_file = alerting.alertmanager_ca_file,
                                 .user = alerting.alertmanager_username,
                                 .password = alerting.alertmanager_password,
                                 .bearer_token = alerting.alertmanager_bearer_token});
    if (!reply) {
      lines.push_back(warning("alertmanager",
                              reply.error().detail + "; detection runs without it, "
                                                     "pages do not arrive"));
    } else if (reply->status != 200) {
      lines.push_back(
          warning("alertmanager",
                  fmt::format("{}: expected 200, found {}", masked_url(url), reply->status)));
    } else {
      lines.push_back(fine("alertmanager", masked_url(base)));
    }
  }
  if (lines.empty()) {
    lines.push_back(warning("alertmanager",
                            "none configured; pages reach nobody; set "
                            "alerting.alertmanagers"));
  }
  return lines;
}

}  // namespace centinela::app
