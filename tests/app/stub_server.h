// StubServer: answers every HTTP request with one canned reply, on a free loopback port.
//
// Its own thread serves one connection after the other until it is destroyed.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

namespace centinela::app {

class StubServer {
 public:
  explicit StubServer(std::string reply) : reply_(std::move(reply)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    ::bind(listener_, generic, size);
    ::listen(listener_, 8);
    ::getsockname(listener_, generic, &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  StubServer(const StubServer&) = delete;
  StubServer& operator=(const StubServer&) = delete;
  StubServer(StubServer&&) = delete;
  StubServer& operator=(StubServer&&) = delete;
  ~StubServer() {
    ::shutdown(listener_, SHUT_RDWR);  // wakes the accept
    thread_.join();
    ::close(listener_);
  }

  [[nodiscard]] std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  // The first line and headers of the last request; read it after the reply has been received.
  [[nodiscard]] std::string request() const {
    const std::lock_guard lock(mutex_);
    return request_;
  }

 private:
  void serve() {
    for (int peer = ::accept(listener_, nullptr, nullptr); peer >= 0;
         peer = ::accept(listener_, nullptr, nullptr)) {
      std::array<char, 4096> block{};
      const auto size = ::recv(peer, block.data(), block.size(), 0);
      {
        const std::lock_guard lock(mutex_);
        request_.assign(block.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
      }
      ::send(peer, reply_.data(), reply_.size(), MSG_NOSIGNAL);
      ::close(peer);
    }
  }

  std::string reply_;
  mutable std::mutex mutex_;
  std::string request_;  // guarded by mutex_
  int listener_ = -1;
  int port_ = 0;
  std::thread thread_;
};

inline std::string http_reply(int status, const std::string& body) {
  return "HTTP/1.1 " + std::to_string(status) +
         " X\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         body;
}

}  // namespace centinela::app
