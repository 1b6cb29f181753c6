#include "kafka/client.h"

#include "kafka/properties.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

namespace centinela::kafka {
namespace {

// syslog's levels. Only we know whether a human must act, so librdkafka's "error" is a warning.
LogLevel to_log_level(int level) noexcept {
  if (level <= 2) {
    return LogLevel::error;
  }
  if (level <= 4) {
    return LogLevel::warn;
  }
  return level <= 6 ? LogLevel::info : LogLevel::debug;
}

// One map of properties serves consumers and producers, so each hears of those that are not for it.
bool is_expected_noise(std::string_view facility, std::string_view text) noexcept {
  return facility == "CONFWARN" && text.find("will be ignored by") != std::string_view::npos;
}

void on_log(const rd_kafka_t* handle, int level, const char* facility, const char* text) {
  const auto* context = static_cast<const ClientContext*>(rd_kafka_opaque(handle));
  if (context != nullptr && !is_expected_noise(facility, text)) {
    context->write(to_log_level(level), facility, text);
  }
}

void on_error(rd_kafka_t* handle, int code, const char* reason, void* opaque) {
  auto& context = *static_cast<ClientContext*>(opaque);
  auto error = static_cast<rd_kafka_resp_err_t>(code);
  if (error == RD_KAFKA_RESP_ERR__FATAL) {
    context.last_error = fatal_error(handle);
    return;
  }
  ++context.errors;
  if (error == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN) {
    context.are_brokers_down = true;
  } else {
    // "All brokers are down" follows the reason, and says less.
    context.last_error = to_error(error, reason);
  }
  context.write(LogLevel::warn, rd_kafka_err2name(error), reason);
}

Result<void> set_property(rd_kafka_conf_t* configuration,
                          const std::string& name,
                          const std::string& value) {
  std::array<char, 512> reason{};
  const rd_kafka_conf_res_t outcome =
      rd_kafka_conf_set(configuration, name.c_str(), value.c_str(), reason.data(), reason.size());
  if (outcome == RD_KAFKA_CONF_OK) {
    return {};
  }
  if (outcome == RD_KAFKA_CONF_UNKNOWN) {
    return Error{Errc::config,
                 fmt::format("kafka.properties.{}: librdkafka {} has no such property",
                             name,
                             rd_kafka_version_str())};
  }
  return Error{Errc::config,
               fmt::format("kafka.properties.{}: {}",
                           name,
                           is_secret(name) ? "librdkafka refuses the value" : reason.data())};
}

}  // namespace

Result<ConfigurationPtr> make_configuration(const ClientSettings& settings,
                                            const Properties& ours,
                                            ClientContext& context,
                                            int library_version) {
  CENTINELA_CHECK(settings.client_id.size() < 32);
  CENTINELA_TRY(check_properties(settings.properties, library_version));
  Properties merged{{"client.id", settings.client_id}, {"log_level", "6"}};
  if (!settings.bootstrap_servers.empty()) {
    merged.emplace("bootstrap.servers", settings.bootstrap_servers);
  }
  for (const auto& [name, value] : ours) {
    merged.insert_or_assign(name, value);
  }
  for (const auto& [name, value] : settings.properties) {
    merged.insert_or_assign(name, value);
  }
  ConfigurationPtr configuration{rd_kafka_conf_new()};
  for (const auto& [name, value] : merged) {
    CENTINELA_TRY(set_property(configuration.get(), name, value));
  }
  rd_kafka_conf_set_opaque(configuration.get(), &context);
  rd_kafka_conf_set_log_cb(configuration.get(), on_log);
  rd_kafka_conf_set_error_cb(configuration.get(), on_error);
  return configuration;
}

Result<HandlePtr> make_handle(rd_kafka_type_t type, ConfigurationPtr configuration) {
  std::array<char, 512> reason{};
  HandlePtr handle{rd_kafka_new(type, configuration.get(), reason.data(), reason.size())};
  if (!handle) {
    return Error{Errc::config,
                 fmt::format("the Kafka client refuses its settings: {}", reason.data())};
  }
  // The handle owns it from here on.
  static_cast<void>(configuration.release());  // NOLINT(bugprone-unused-return-value)
  return handle;
}

Errc classify(rd_kafka_resp_err_t code) noexcept {
  switch (code) {
    case RD_KAFKA_RESP_ERR__FENCED:
    case RD_KAFKA_RESP_ERR_FENCED_INSTANCE_ID:
    case RD_KAFKA_RESP_ERR_PRODUCER_FENCED:
    case RD_KAFKA_RESP_ERR_INVALID_PRODUCER_EPOCH:
      return Errc::fenced;
    case RD_KAFKA_RESP_ERR__AUTHENTICATION:
    case RD_KAFKA_RESP_ERR__SSL:
    case RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE:
    case RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED:
    case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED:
    case RD_KAFKA_RESP_ERR_UNSUPPORTED_VERSION:
    case RD_KAFKA_RESP_ERR_UNSUPPORTED_SASL_MECHANISM:
    case RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION:
    case RD_KAFKA_RESP_ERR_INVALID_CONFIG:
      return Errc::config;
    case RD_KAFKA_RESP_ERR__BAD_MSG:
    case RD_KAFKA_RESP_ERR__BAD_COMPRESSION:
    case RD_KAFKA_RESP_ERR_INVALID_MSG:
    case RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE:
    case RD_KAFKA_RESP_ERR_RECORD_LIST_TOO_LARGE:
    case RD_KAFKA_RESP_ERR_INVALID_RECORD:
      return Errc::bad_data;
    case RD_KAFKA_RESP_ERR__INVALID_ARG:
    case RD_KAFKA_RESP_ERR__STATE:
    case RD_KAFKA_RESP_ERR__CONFLICT:
      return Errc::internal;
    default:
      return Errc::unavailable;  // transport, time-outs, elections, a group that is rebalancing
  }
}

Error to_error(rd_kafka_resp_err_t code, std::string_view what) {
  return Error{classify(code),
               fmt::format("{}: {} ({})", what, rd_kafka_err2str(code), rd_kafka_err2name(code))};
}

Result<void> to_result(rd_kafka_resp_err_t code, std::string_view what) {
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
    return {};
  }
  return to_error(code, what);
}

Result<void> to_result(rd_kafka_error_t* error, std::string_view what) {
  const ErrorPtr owned{error};
  if (!owned) {
    return {};
  }
  return Error{
      classify(rd_kafka_error_code(error)),
      fmt::format("{}: {} ({})", what, rd_kafka_error_string(error), rd_kafka_error_name(error))};
}

std::optional<Error> fatal_error(rd_kafka_t* handle) {
  std::array<char, 512> reason{};
  const rd_kafka_resp_err_t code = rd_kafka_fatal_error(handle, reason.data(), reason.size());
  if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
    return std::nullopt;
  }
  return Error{classify(code), fmt::format("{} ({})", reason.data(), rd_kafka_err2name(code))};
}

int to_milliseconds(std::chrono::milliseconds timeout) noexcept {
  constexpr std::int64_t most = std::numeric_limits<int>::max();
  return static_cast<int>(std::clamp<std::int64_t>(timeout.count(), 0, most));
}

}  // namespace centinela::kafka
