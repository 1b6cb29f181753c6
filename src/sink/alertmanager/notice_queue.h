// NoticeQueue: alerts on their way to the notifier's thread, bounded, pages before tickets.
// Floor 9. Safe from every thread.
//
// When full, the oldest ticket makes room for what comes; a page is dropped only when nothing but
// pages waits, and then it is the one that comes. Every drop is counted.
#pragma once

#include "centinela/event/alert.h"

#include <cstdint>
#include <deque>
#include <mutex>
#include <vector>

namespace centinela::sink {

struct QueuedAlert {
  Alert alert;
  bool is_restored = false;
};

class NoticeQueue {
 public:
  explicit NoticeQueue(std::size_t alerts_max) : alerts_max_(alerts_max) {}

  void push(QueuedAlert queued);
  // Everything that waits, pages first, each kind in order of arrival.
  [[nodiscard]] std::vector<QueuedAlert> take_all();

  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] std::uint64_t dropped() const;

 private:
  const std::size_t alerts_max_;
  mutable std::mutex mutex_;
  std::deque<QueuedAlert> pages_;
  std::deque<QueuedAlert> others_;
  std::uint64_t dropped_ = 0;
};

}  // namespace centinela::sink
