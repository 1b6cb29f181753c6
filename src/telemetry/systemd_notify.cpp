#include "telemetry/systemd_notify.h"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <system_error>

namespace centinela::telemetry {
namespace {

std::string environment(const char* name) {
  const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before threads start
  return value == nullptr ? std::string{} : std::string(value);
}

std::optional<std::int64_t> parse_number(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

Error failure(std::string_view what) {
  return Error{Errc::io,
               fmt::format("cannot {} the service manager's socket: {}",
                           what,
                           std::generic_category().message(errno))};
}

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  Descriptor(Descriptor&&) = delete;
  Descriptor& operator=(Descriptor&&) = delete;
  ~Descriptor() {
    if (number_ >= 0) {
      ::close(number_);
    }
  }
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

}  // namespace

SystemdNotify::SystemdNotify(std::string socket, std::optional<std::chrono::microseconds> watchdog)
    : socket_(std::move(socket)), watchdog_(watchdog) {}

SystemdNotify SystemdNotify::from_environment() {
  const std::optional<std::int64_t> period = parse_number(environment("WATCHDOG_USEC"));
  const std::string process = environment("WATCHDOG_PID");
  const bool is_for_us = process.empty() || parse_number(process) == ::getpid();
  std::optional<std::chrono::microseconds> watchdog;
  if (is_for_us && period.has_value() && *period > 0) {
    watchdog = std::chrono::microseconds{*period};
  }
  return SystemdNotify(environment("NOTIFY_SOCKET"), watchdog);
}

std::optional<std::chrono::microseconds> SystemdNotify::watchdog_interval() const noexcept {
  if (!watchdog_.has_value()) {
    return std::nullopt;
  }
  return *watchdog_ / 2;
}

Result<void> SystemdNotify::ready() const {
  return send("READY=1");
}

Result<void> SystemdNotify::reloading() const {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  const std::int64_t micros = std::int64_t{now.tv_sec} * 1'000'000 + now.tv_nsec / 1000;
  return send(fmt::format("RELOADING=1\nMONOTONIC_USEC={}", micros));
}

Result<void> SystemdNotify::stopping() const {
  return send("STOPPING=1");
}

Result<void> SystemdNotify::status(std::string_view words) const {
  // A newline would start another assignment.
  return send(fmt::format("STATUS={}", words.substr(0, words.find('\n'))));
}

Result<void> SystemdNotify::feed_watchdog() const {
  return send("WATCHDOG=1");
}

Result<void> SystemdNotify::extend_timeout(std::chrono::microseconds more) const {
  return send(fmt::format("EXTEND_TIMEOUT_USEC={}", more.count()));
}

Result<void> SystemdNotify::send(std::string_view message) const {
  if (!enabled()) {
    return {};
  }
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const bool is_known = socket_[0] == '/' || socket_[0] == '@';
  if (!is_known || socket_.size() >= sizeof(address.sun_path)) {
    return Error{Errc::config,
                 fmt::format("NOTIFY_SOCKET: expected an absolute path or @name of at most {} "
                             "bytes, found {} bytes",
                             sizeof(address.sun_path) - 1,
                             socket_.size())};
  }
  std::memcpy(address.sun_path, socket_.data(), socket_.size());
  if (socket_[0] == '@') {
    address.sun_path[0] = '\0';
  }
  const Descriptor descriptor(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (descriptor.number() < 0) {
    return failure("open");
  }
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_.size());
  const ssize_t sent = ::sendto(descriptor.number(),
                                message.data(),
                                message.size(),
                                MSG_NOSIGNAL,
                                reinterpret_cast<const sockaddr*>(&address),
                                size);
  if (sent < 0) {
    return failure("write to");
  }
  return {};
}

}  // namespace centinela::telemetry
