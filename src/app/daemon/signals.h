// SignalWatcher: SIGTERM and SIGINT stop, SIGHUP reloads, a second stop ends at once. Floor 10.
//
// block_signals() comes before any thread is started, so that only the watcher takes them.
#pragma once

#include <functional>
#include <stop_token>
#include <thread>

namespace centinela::app {

void block_signals();

struct SignalActions {
  std::function<void()> reload;
  std::function<void()> heartbeat;  // about twice a second, for the service manager's watchdog
};

class SignalWatcher {
 public:
  SignalWatcher(std::stop_source stop, SignalActions actions);

 private:
  std::jthread thread_;
};

}  // namespace centinela::app
