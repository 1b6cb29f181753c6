// centinela status and healthcheck: what a running daemon says, over its own HTTP port. Floor 10.
#pragma once

#include "centinela/base/result.h"

#include "config/load.h"

#include <filesystem>
#include <iosfwd>
#include <optional>
#include <string>

namespace centinela::app {

struct StatusOptions {
  config::LoadOptions config;      // names the address: http.listen and http.web_config_file
  std::optional<std::string> url;  // instead: http(s)://host:port
  std::optional<std::filesystem::path> ca_file;        // to check the daemon's certificate with
  std::optional<std::string> user;                     // of basic authentication
  std::optional<std::filesystem::path> password_file;  // goes with `user`
  Duration timeout{5000};
};

struct HealthcheckOptions {
  StatusOptions daemon;
  bool asks_ready = false;  // /readyz instead of /livez
};

// Prints /status to `out`. Error: unavailable, with the address and what to look at.
[[nodiscard]] Result<void> status(const StatusOptions& options, std::ostream& out);

// Success when the daemon answers 200. Error: unavailable, with the daemon's own reason.
[[nodiscard]] Result<void> healthcheck(const HealthcheckOptions& options);

// "http://127.0.0.1:9464" of a listen address; a wildcard becomes loopback.
[[nodiscard]] Result<std::string> base_url(std::string_view listen, bool has_tls);

}  // namespace centinela::app
