// Security: what a connection needs to know of a web config. Floor 9; private to http.
//
// Made anew by a reload; connections that are open keep theirs. Confined to the I/O thread.
#pragma once

#include "http/basic_auth.h"
#include "http/web_config.h"

#include <boost/asio/ssl/context.hpp>

#include <memory>
#include <utility>

namespace centinela::http {

struct Security {
  std::shared_ptr<boost::asio::ssl::context> tls;  // null: plain
  BasicAuth auth{{}};
  std::map<std::string, std::string> headers;
};

// Reads certificate and key. Error: io.
[[nodiscard]] Result<std::shared_ptr<Security>> make_security(const std::optional<WebConfig>& web);

}  // namespace centinela::http
