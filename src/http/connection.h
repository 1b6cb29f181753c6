// Connection: the requests of one client, one after the other. Floor 9; private to http.
//
// Runs on the server's I/O thread; the service outlives it.
#pragma once

#include "http/responder.h"
#include "http/security.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/thread_pool.hpp>

#include <array>
#include <atomic>
#include <memory>
#include <utility>

namespace centinela::http {

// What all connections share.
struct Service {
  // Password checks that may wait at a time; beyond that the answer is 503.
  static constexpr int password_checks_max = 8;

  Service(ServerLimits server_limits, Responder server_responder)
      : limits(server_limits), responder(std::move(server_responder)) {}

  ServerLimits limits;
  Responder responder;
  // Bcrypt runs on a thread of its own, so that a guesser slows nobody down but guessers.
  std::unique_ptr<boost::asio::thread_pool> password_thread;
  int password_checks = 0;
  std::array<std::atomic<std::uint64_t>, 6> responses{};  // by the first digit of the status
};

[[nodiscard]] boost::asio::awaitable<void> serve_connection(boost::asio::ip::tcp::socket socket,
                                                            std::shared_ptr<Security> security,
                                                            Service& service);

}  // namespace centinela::http
