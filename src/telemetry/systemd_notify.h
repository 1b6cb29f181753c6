// SystemdNotify: tells the service manager how the daemon is doing (sd_notify(3)). Floor 9.
//
// Without NOTIFY_SOCKET every call does nothing and succeeds. Safe from every thread: a message is
// one datagram. The watchdog is fed from the engine's progress, never from a timer thread.
#pragma once

#include "centinela/base/result.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace centinela::telemetry {

class SystemdNotify {
 public:
  // `socket` is a path or, with '@' in front, an abstract name; empty turns it off.
  explicit SystemdNotify(std::string socket,
                         std::optional<std::chrono::microseconds> watchdog = {});

  // From NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID; reads the environment, so call it before
  // threads start.
  [[nodiscard]] static SystemdNotify from_environment();

  [[nodiscard]] bool enabled() const noexcept { return !socket_.empty(); }
  // How often feed_watchdog() has to be called at least: half of what the manager waits for.
  [[nodiscard]] std::optional<std::chrono::microseconds> watchdog_interval() const noexcept;

  Result<void> ready() const;
  Result<void> reloading() const;  // follow with ready()
  Result<void> stopping() const;
  Result<void> status(std::string_view words) const;  // one line
  Result<void> feed_watchdog() const;
  Result<void> extend_timeout(std::chrono::microseconds more) const;

 private:
  [[nodiscard]] Result<void> send(std::string_view message) const;

  std::string socket_;
  std::optional<std::chrono::microseconds> watchdog_;
};

}  // namespace centinela::telemetry
