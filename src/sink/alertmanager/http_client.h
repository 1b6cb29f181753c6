// HttpClient: several HTTP requests at a time on one thread, over libcurl's multi interface.
// Floor 9. Confined to one thread, but for wake().
#pragma once

#include "centinela/base/result.h"

#include "sink/alertmanager/target.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace centinela::sink {

struct HttpRequest {
  std::uint64_t tag = 0;  // comes back with the reply
  std::string path{};     // appended to the target's url
  std::string body{};     // a POST of JSON when not empty, else a GET
};

struct HttpReply {
  std::uint64_t tag = 0;
  long status = 0;      // 0: no answer
  std::string error{};  // of the transport, when there is no answer; carries no secret
  std::string body{};
};

class HttpClient {
 public:
  static constexpr std::size_t reply_bytes_max = 32U << 20U;

  explicit HttpClient(std::chrono::milliseconds timeout);
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;
  HttpClient(HttpClient&&) = delete;
  HttpClient& operator=(HttpClient&&) = delete;
  ~HttpClient();

  void start(const AlertmanagerTarget& target, HttpRequest request);
  // Waits until something is answered, wake() is called or the time is up.
  [[nodiscard]] std::vector<HttpReply> poll(std::chrono::milliseconds timeout);
  void wake() noexcept;  // from any thread
  [[nodiscard]] std::size_t in_flight() const noexcept;

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

// GET status of one Alertmanager, for `centinela check`: its version. Errors: unavailable,
// bad_data; the text says how to mend it.
[[nodiscard]] Result<std::string> probe_alertmanager(const AlertmanagerTarget& target,
                                                     std::chrono::milliseconds timeout);

}  // namespace centinela::sink
