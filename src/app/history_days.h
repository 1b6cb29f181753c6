// HistoryDays: what a stretch of history would have raised, by day. Floor 10, one thread.
#pragma once

#include "centinela/alerting/decision.h"
#include "centinela/base/time.h"

#include <cstdint>
#include <map>
#include <span>
#include <string>

namespace centinela::app {

class HistoryDays {
 public:
  void count_events(EventTime log_time, std::uint64_t events);
  // Each alert counts on the day that it was opened, under its loudest route.
  void count(std::span<const alerting::Decision> decisions);

  // A line a day, and the means of the last seven.
  [[nodiscard]] std::string table() const;

 private:
  struct Day {
    std::uint64_t events = 0;
    std::uint64_t pages = 0;
    std::uint64_t tickets = 0;
    std::uint64_t shadow = 0;  // during the warm-up: nobody would have been told
  };
  struct Opened {
    std::int64_t day = 0;
    Route route = Route::digest;
    bool is_shadow = false;
  };

  [[nodiscard]] std::map<std::int64_t, Day> with_alerts() const;

  std::map<std::int64_t, Day> days_;
  std::map<std::string, Opened, std::less<>> alerts_;
};

}  // namespace centinela::app
