#include "http/server.h"

#include "http/connection.h"
#include "http/listen_address.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>

#include <memory>
#include <thread>
#include <utility>

namespace centinela::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using tcp = asio::ip::tcp;

auto into(error_code& error) {
  return asio::redirect_error(asio::use_awaitable, error);
}

}  // namespace

class Server::Implementation {
 public:
  Implementation(const ServerOptions& options, std::vector<Route> routes)
      : service_(options.limits,
                 Responder(std::move(routes), options.title, options.limits.gzip_bytes_min)) {}
  Implementation(const Implementation&) = delete;
  Implementation& operator=(const Implementation&) = delete;
  Implementation(Implementation&&) = delete;
  Implementation& operator=(Implementation&&) = delete;
  ~Implementation() { stop(); }

  Result<void> start(const ServerOptions& options);
  void stop();
  Result<void> replace(const WebConfig& web);
  [[nodiscard]] std::uint16_t port() const { return endpoint_.port(); }
  [[nodiscard]] std::string url() const;
  [[nodiscard]] ServerCounts counts() const;

 private:
  Result<void> listen(const std::string& address);
  asio::awaitable<void> accept_all();

  Service service_;
  tcp::endpoint endpoint_;
  std::shared_ptr<Security> security_;  // touched by the I/O thread only, once it runs
  bool is_tls_ = false;
  std::size_t connections_ = 0;
  std::atomic<std::uint64_t> refused_{0};
  std::unique_ptr<asio::io_context> io_;
  std::unique_ptr<tcp::acceptor> acceptor_;
  std::thread thread_;
};

Result<void> Server::Implementation::start(const ServerOptions& options) {
  CENTINELA_TRY(security_, make_security(options.web));
  is_tls_ = security_->tls != nullptr;
  io_ = std::make_unique<asio::io_context>(1);
  service_.password_thread = std::make_unique<asio::thread_pool>(1);
  CENTINELA_TRY(listen(options.listen));
  asio::co_spawn(*io_, accept_all(), asio::detached);
  thread_ = std::thread([this] { io_->run(); });
  return {};
}

Result<void> Server::Implementation::listen(const std::string& address) {
  CENTINELA_TRY(const ListenAddress parsed, parse_listen_address(address));
  const auto unavailable = [&address](const error_code& why) {
    return Error{Errc::unavailable,
                 fmt::format("http.listen: cannot listen on {}: {}", address, why.message())};
  };
  error_code error;
  tcp::resolver resolver(*io_);
  const auto found = resolver.resolve(parsed.host.empty() ? "0.0.0.0" : parsed.host,
                                      std::to_string(parsed.port),
                                      tcp::resolver::passive,
                                      error);
  if (error) {
    return unavailable(error);
  }
  endpoint_ = found.begin()->endpoint();
  acceptor_ = std::make_unique<tcp::acceptor>(*io_);
  if (acceptor_->open(endpoint_.protocol(), error); error) {
    return unavailable(error);
  }
  acceptor_->set_option(tcp::acceptor::reuse_address(true), error);
  if (acceptor_->bind(endpoint_, error); error) {
    return unavailable(error);
  }
  if (acceptor_->listen(asio::socket_base::max_listen_connections, error); error) {
    return unavailable(error);
  }
  endpoint_ = acceptor_->local_endpoint(error);
  return {};
}

void Server::Implementation::stop() {
  if (io_) {
    io_->stop();
  }
  if (thread_.joinable()) {
    thread_.join();
  }
  if (service_.password_thread) {
    service_.password_thread->stop();
    service_.password_thread->join();
  }
  // Suspended connections live in the queues of these; what they refer to goes last.
  service_.password_thread.reset();
  acceptor_.reset();
  io_.reset();
}

Result<void> Server::Implementation::replace(const WebConfig& web) {
  if (web.tls.has_value() != is_tls_) {
    return Error{Errc::config,
                 "http.web_config_file: TLS cannot be turned on or off while running; restart"};
  }
  CENTINELA_TRY(auto security, make_security(web));
  if (io_) {
    asio::post(*io_, [this, security] { security_ = security; });
  }
  return {};
}

std::string Server::Implementation::url() const {
  const std::string host = endpoint_.address().to_string();
  return fmt::format("{}://{}:{}",
                     is_tls_ ? "https" : "http",
                     endpoint_.address().is_v6() ? fmt::format("[{}]", host) : host,
                     endpoint_.port());
}

ServerCounts Server::Implementation::counts() const {
  return {.responses_2xx = service_.responses[2].load(),
          .responses_3xx = service_.responses[3].load(),
          .responses_4xx = service_.responses[4].load(),
          .responses_5xx = service_.responses[5].load(),
          .connections_refused = refused_.load()};
}

asio::awaitable<void> Server::Implementation::accept_all() {
  while (true) {
    error_code error;
    tcp::socket socket = co_await acceptor_->async_accept(into(error));
    if (error) {
      // Out of descriptors, say: wait for some to be given back rather than spin.
      asio::steady_timer pause(*io_, std::chrono::milliseconds(100));
      co_await pause.async_wait(into(error));
    } else if (connections_ >= service_.limits.connections_max) {
      refused_.fetch_add(1, std::memory_order_relaxed);
    } else {
      ++connections_;
      const auto leave = [this](const std::exception_ptr&) { --connections_; };
      asio::co_spawn(*io_, serve_connection(std::move(socket), security_, service_), leave);
    }
  }
}

Server::Server(std::unique_ptr<Implementation> implementation)
    : implementation_(std::move(implementation)) {}

Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::start(const ServerOptions& options,
                                              std::vector<Route> routes) {
  auto implementation = std::make_unique<Implementation>(options, std::move(routes));
  CENTINELA_TRY(implementation->start(options));
  return std::unique_ptr<Server>(new Server(std::move(implementation)));
}

void Server::stop() {
  implementation_->stop();
}

Result<void> Server::replace_web_config(const WebConfig& web) {
  return implementation_->replace(web);
}

std::uint16_t Server::port() const noexcept {
  return implementation_->port();
}

std::string Server::url() const {
  return implementation_->url();
}

ServerCounts Server::counts() const noexcept {
  return implementation_->counts();
}

}  // namespace centinela::http
