// ListenAddress: "host:port" as written in a configuration. Floor 9, pure.
#pragma once

#include "centinela/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace centinela::http {

struct ListenAddress {
  std::string host;  // an address without brackets; "" means every one
  std::uint16_t port = 0;
};

// Accepts "127.0.0.1:9464", "[::1]:9464", "localhost:0" and ":9464". Error: config.
[[nodiscard]] Result<ListenAddress> parse_listen_address(std::string_view text);

}  // namespace centinela::http
