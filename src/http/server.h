// Server: the daemon's HTTP port: metrics, health, version, status. Floor 9.
//
// One I/O thread of its own runs every connection and every handler, so handlers answer at once
// from what others publish. A request has one deadline from its first byte to the last of its
// answer: a slow client holds nobody up. Start, stop and statistics are safe from every thread.
#pragma once

#include "centinela/base/result.h"

#include "http/web_config.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace centinela::http {

struct Request {
  std::string path{};   // without query
  std::string query{};  // what follows '?'
};

struct Response {
  int status = 200;
  std::string body{};
  std::string content_type = "text/plain; charset=utf-8";
};

// Answers GET and HEAD of exactly this path.
struct Route {
  std::string path{};
  std::string description{};  // on the landing page
  std::function<Response(const Request&)> handle{};
};

struct ServerLimits {
  std::chrono::milliseconds request_deadline{5000};
  std::chrono::milliseconds idle{30000};  // between requests of one connection
  std::uint32_t header_bytes_max = 8192;
  std::uint32_t body_bytes_max = 4096;
  std::size_t connections_max = 64;
  std::size_t gzip_bytes_min = 4096;  // smaller bodies are sent as they are
};

struct ServerOptions {
  std::string listen = "127.0.0.1:9464";  // "host:port" or "[v6]:port"; port 0 picks a free one
  std::optional<WebConfig> web{};
  ServerLimits limits{};
  std::string title = "Centinela";  // of the landing page
};

struct ServerCounts {
  std::uint64_t responses_2xx = 0;
  std::uint64_t responses_3xx = 0;
  std::uint64_t responses_4xx = 0;
  std::uint64_t responses_5xx = 0;
  std::uint64_t connections_refused = 0;  // beyond connections_max
};

class Server {
 public:
  // Listens before it returns. Errors: config (listen address, web config), unavailable (port
  // taken), io (certificate or key).
  [[nodiscard]] static Result<std::unique_ptr<Server>> start(const ServerOptions& options,
                                                             std::vector<Route> routes);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  Server(Server&&) = delete;
  Server& operator=(Server&&) = delete;
  ~Server();  // stops

  // Closes the listener and every connection, joins the thread; well under 100 ms.
  void stop();

  // New connections use the new settings; on an error the old ones stay. TLS cannot be turned on
  // or off while running: error config.
  [[nodiscard]] Result<void> replace_web_config(const WebConfig& web);

  [[nodiscard]] std::uint16_t port() const noexcept;
  [[nodiscard]] std::string url() const;  // "http://127.0.0.1:9464"
  [[nodiscard]] ServerCounts counts() const noexcept;

 private:
  class Implementation;
  explicit Server(std::unique_ptr<Implementation> implementation);

  std::unique_ptr<Implementation> implementation_;
};

}  // namespace centinela::http
