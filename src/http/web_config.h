// WebConfig: TLS and basic auth of the HTTP server, in Prometheus' web-config file format. Floor 9.
//
// Plain value. The file is the one that every Prometheus exporter reads; a key we do not implement
// is an error, never ignored, for a forgotten lock is worse than a refused start.
#pragma once

#include "centinela/base/result.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace centinela::http {

enum class ClientAuth : std::uint8_t { none, request, require_any, verify_if_given, require };
enum class TlsVersion : std::uint8_t { tls_1_2, tls_1_3 };

struct TlsConfig {
  std::string cert_file{};  // PEM, absolute or relative to the web-config file (made absolute here)
  std::string key_file{};
  std::string client_ca_file{};
  ClientAuth client_auth = ClientAuth::none;
  TlsVersion min_version = TlsVersion::tls_1_2;
};

struct WebConfig {
  std::optional<TlsConfig> tls{};
  std::map<std::string, std::string> basic_auth_users{};  // name → bcrypt hash
  std::map<std::string, std::string> headers{};           // added to every response
};

// Error: config, with file, line and column.
[[nodiscard]] Result<WebConfig> load_web_config(const std::filesystem::path& file);

// The same on text; `file` is for messages and for relative paths only.
[[nodiscard]] Result<WebConfig> parse_web_config(std::string_view text,
                                                 const std::filesystem::path& file);

}  // namespace centinela::http
