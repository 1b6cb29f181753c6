// http_get: one GET request over libcurl, for the commands that look at services. Floor 10.
#pragma once

#include "centinela/base/result.h"
#include "centinela/base/time.h"

#include <optional>
#include <string>

namespace centinela::app {

struct HttpRequest {
  std::string url;
  std::string ca_file;  // empty: the system's
  std::string user;     // empty: no basic authentication
  std::string password;
  std::string bearer_token;  // empty: none
  Duration timeout{5000};
};

struct HttpReply {
  long status = 0;
  std::string body;  // at most 1 MiB
};

// Any answer is a success, whatever its status; no redirects, no proxies. Error: unavailable, with
// host and reason, or usage when the URL is none.
[[nodiscard]] Result<HttpReply> http_get(const HttpRequest& request);

}  // namespace centinela::app
