#include "app/daemon/signals.h"

#include <unistd.h>

#include <array>
#include <csignal>
#include <ctime>

namespace centinela::app {
namespace {

sigset_t watched_signals() noexcept {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) {
    sigaddset(&set, signal);
  }
  return set;
}

void watch(const std::stop_token& end, const std::stop_source& stop, const SignalActions& actions) {
  const sigset_t set = watched_signals();
  const timespec wait{0, 500'000'000};
  while (!end.stop_requested()) {
    const int signal = sigtimedwait(&set, nullptr, &wait);
    if (signal == SIGHUP) {
      actions.reload();
    } else if (signal == SIGTERM || signal == SIGINT) {
      if (stop.stop_requested()) {
        ::_exit(1);  // asked twice: no more waiting
      }
      stop.request_stop();
    }
    actions.heartbeat();
  }
}

}  // namespace

void block_signals() {
  const sigset_t set = watched_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  struct sigaction ignore {};
  ignore.sa_handler = SIG_IGN;
  sigaction(SIGPIPE, &ignore, nullptr);
}

SignalWatcher::SignalWatcher(std::stop_source stop, SignalActions actions)
    : thread_([stop = std::move(stop), actions = std::move(actions)](const std::stop_token& end) {
        watch(end, stop, actions);
      }) {}

}  // namespace centinela::app
