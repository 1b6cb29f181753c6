// Responder: what to answer to a request that was read and let in. Floor 9.
//
// Knows nothing of sockets: method, target and headers in, status, headers and body out. Confined
// to the server's I/O thread.
#pragma once

#include "http/server.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace centinela::http {

struct Incoming {
  std::string_view method;
  std::string_view target;
  std::string_view accept_encoding;
};

struct Outgoing {
  int status = 200;
  std::string body{};  // to be left out of an answer to HEAD, not out of its length
  std::vector<std::pair<std::string, std::string>> headers{};
};

class Responder {
 public:
  // Adds the landing page "/" unless a route takes it.
  Responder(std::vector<Route> routes, std::string_view title, std::size_t gzip_bytes_min);

  [[nodiscard]] Outgoing answer(const Incoming& incoming) const;
  // An answer without a route: a status and its words.
  [[nodiscard]] static Outgoing refuse(int status);

 private:
  [[nodiscard]] std::string landing_page(std::string_view title) const;

  std::vector<Route> routes_;
  std::size_t gzip_bytes_min_;
};

// True when an Accept-Encoding header lets gzip through.
[[nodiscard]] bool accepts_gzip(std::string_view accept_encoding) noexcept;
// Empty when zlib fails.
[[nodiscard]] std::string gzip(std::string_view body);

}  // namespace centinela::http
