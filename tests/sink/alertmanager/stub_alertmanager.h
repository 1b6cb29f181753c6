// StubAlertmanager: an HTTP server on loopback that answers as told and remembers. Tests only.
//
// One thread, one request a connection; start, answers and memory are safe from every thread.
#pragma once

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace centinela::sink {

class StubAlertmanager {
 public:
  struct Request {
    std::string method;
    std::string path;
    std::string headers;
    std::string body;
  };
  struct Answer {
    int status = 200;
    std::string body;
  };
  using Handler = std::function<Answer(const Request&)>;

  explicit StubAlertmanager(Handler handler)
      : handler_(std::move(handler)), listener_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    socklen_t size = sizeof address;
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    ::listen(listener_, 64);
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
  }
  StubAlertmanager(const StubAlertmanager&) = delete;
  StubAlertmanager& operator=(const StubAlertmanager&) = delete;
  ~StubAlertmanager() {
    thread_.request_stop();
    thread_.join();
    ::close(listener_);
  }

  [[nodiscard]] std::string url() const { return fmt::format("http://127.0.0.1:{}", port_); }

  // Waits until that many requests fit; false after ten seconds.
  bool wait_for(std::size_t count, const std::function<bool(const Request&)>& fits) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::chrono::seconds(10), [&] {
      std::size_t fitting = 0;
      for (const Request& request : requests_) {
        fitting += fits(request) ? 1 : 0;
      }
      return fitting >= count;
    });
  }
  [[nodiscard]] std::vector<Request> requests() {
    const std::scoped_lock lock(mutex_);
    return requests_;
  }

 private:
  void run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      pollfd waiting{.fd = listener_, .events = POLLIN, .revents = 0};
      if (::poll(&waiting, 1, 20) == 1) {
        serve(::accept(listener_, nullptr, nullptr));
      }
    }
  }

  void serve(int client) {
    const Request request = read(client);
    const Answer answer = handler_(request);
    const std::string text =
        fmt::format("HTTP/1.1 {} X\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{}",
                    answer.status,
                    answer.body.size(),
                    answer.body);
    {
      const std::scoped_lock lock(mutex_);
      requests_.push_back(request);
    }
    changed_.notify_all();
    static_cast<void>(::send(client, text.data(), text.size(), MSG_NOSIGNAL));
    ::close(client);
  }

  static Request read(int client) {
    std::string bytes;
    std::size_t wanted = std::string::npos;
    std::array<char, 8192> buffer{};
    while (bytes.size() < wanted) {
      const ssize_t size = ::recv(client, buffer.data(), buffer.size(), 0);
      if (size <= 0) {
        break;
      }
      bytes.append(buffer.data(), static_cast<std::size_t>(size));
      const std::size_t end = bytes.find("\r\n\r\n");
      if (wanted == std::string::npos && end != std::string::npos) {
        wanted = end + 4 + content_length(bytes.substr(0, end));
      }
    }
    const std::size_t end = bytes.find("\r\n\r\n");
    const std::size_t first = bytes.find(' ');
    const std::size_t second = bytes.find(' ', first + 1);
    return {.method = bytes.substr(0, first),
            .path = bytes.substr(first + 1, second - first - 1),
            .headers = bytes.substr(0, end),
            .body = bytes.substr(std::min(end + 4, bytes.size()))};
  }

  static std::size_t content_length(const std::string& headers) {
    constexpr std::string_view name = "Content-Length: ";
    const std::size_t at = headers.find(name);
    std::size_t length = 0;
    if (at != std::string::npos) {
      std::from_chars(headers.data() + at + name.size(), headers.data() + headers.size(), length);
    }
    return length;
  }

  Handler handler_;
  int listener_;
  std::uint16_t port_ = 0;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Request> requests_;
  std::jthread thread_;
};

}  // namespace centinela::sink
