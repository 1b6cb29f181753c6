// DaemonStatus: what the engine thread tells the HTTP thread. Floor 10, safe from every thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>

namespace centinela::app {

class DaemonStatus {
 public:
  // Called by the engine after every batch and every empty poll.
  void progress(std::int64_t unix_milliseconds) noexcept {
    progress_.store(unix_milliseconds, std::memory_order_relaxed);
  }
  [[nodiscard]] std::int64_t last_progress() const noexcept {
    return progress_.load(std::memory_order_relaxed);
  }

  // Empty: ready. Else why not, in plain words.
  void set_not_ready(std::string why) {
    const std::scoped_lock lock{mutex_};
    not_ready_ = std::move(why);
  }
  [[nodiscard]] std::string not_ready() const {
    const std::scoped_lock lock{mutex_};
    return not_ready_;
  }

  // The text of /status, made by the engine about once a second.
  void set_page(std::string page) {
    const std::scoped_lock lock{mutex_};
    page_ = std::move(page);
  }
  [[nodiscard]] std::string page() const {
    const std::scoped_lock lock{mutex_};
    return page_;
  }

 private:
  std::atomic<std::int64_t> progress_{0};
  mutable std::mutex mutex_;
  std::string not_ready_ = "starting";
  std::string page_ = "starting\n";
};

}  // namespace centinela::app
