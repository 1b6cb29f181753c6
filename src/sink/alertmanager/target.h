// AlertmanagerTarget: where an Alertmanager is and how to get in. Floor 9, plain value.
//
// Secrets are values here and are never printed: print_url() is what logs and labels may show.
#pragma once

#include "centinela/base/result.h"

#include <span>
#include <string>

namespace centinela::sink {

struct AlertmanagerTarget {
  std::string url{};  // "http://host:9093" or with a path prefix
  std::string user{};
  std::string password{};
  std::string bearer_token{};
  std::string ca_file{};
  std::string cert_file{};
  std::string key_file{};
};

// Without user and password.
[[nodiscard]] std::string print_url(const AlertmanagerTarget& target);

// Error: config, when a url is not http(s)://host….
[[nodiscard]] Result<void> check_targets(std::span<const AlertmanagerTarget> targets);

}  // namespace centinela::sink
