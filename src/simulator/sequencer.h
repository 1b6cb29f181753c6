// Sequencer: from what happened to what the log holds: numbers events per producer, lets some be
// late or doubled or lost on purpose, and orders all by the time of receipt. Floor 9, one thread.
#pragma once

#include "simulator/workbench.h"

#include <cstdint>
#include <queue>
#include <vector>

namespace centinela::simulator {

class Sequencer {
 public:
  using Handle = Workbench::Handle;

  Sequencer(Workbench& bench, std::uint64_t seed);

  // Takes a happening; its time must not lie before what is settled.
  void add(Handle handle);
  // Nothing more will come that happened before `time`.
  void settle(EventTime time);
  // The next record in the order of receipt, while that order is certain.
  [[nodiscard]] bool pop(Handle& handle);
  [[nodiscard]] bool is_empty() const noexcept { return waiting_.empty() && outbox_.empty(); }

 private:
  struct Entry {
    std::int64_t time;
    std::uint64_t order;
    Handle handle;

    // Inverted, because std::priority_queue keeps the largest on top.
    friend bool operator<(const Entry& a, const Entry& b) noexcept {
      return a.time != b.time ? a.time > b.time : a.order > b.order;
    }
  };
  struct Stream {
    std::uint32_t boot = 0;
    std::uint64_t sequence = 0;
    std::int64_t boot_day = INT64_MIN;
    std::uint32_t gap_plot = no_plot;  // whose suppression left the gap before the next event
  };

  void number(Happening& happening);
  void deliver(Handle handle);
  [[nodiscard]] Duration latency(const Happening& happening);
  void push_outbox(Handle handle);

  Workbench* bench_;
  Rng rng_;
  std::vector<Stream> streams_;
  std::priority_queue<Entry> waiting_;  // by time
  std::priority_queue<Entry> outbox_;   // by receipt
  std::uint64_t order_ = 0;
  std::uint64_t serial_ = 0;
  EventTime settled_;
};

}  // namespace centinela::simulator
