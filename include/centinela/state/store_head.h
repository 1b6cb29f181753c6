// StoreHead: the numbers of an EntityStore beside its entities; they restore its line, its marks
// and its sketch. Floor 3, a value.
#pragma once

#include "centinela/stats/distinct_counter.h"

#include <cstdint>
#include <vector>

namespace centinela::state {

struct StoreHead {
  // Touches so far when a day of the log began: tells without a time in each entity who is idle.
  struct Mark {
    std::int64_t day = 0;
    std::uint64_t touches = 0;

    template <class Archive>
    void describe(Archive& archive) {
      archive(day, touches);
    }
  };
  static constexpr std::int64_t mark_days = 7;

  std::uint64_t touches = 0;
  std::uint64_t evictions = 0;
  std::uint64_t expired = 0;
  stats::DistinctCounter overflow;  // hashes of those that had to make room
  std::vector<Mark> marks;          // oldest first; the first alone may be older than the limit

  // Notes the day, at most one in mark_days. True when the first mark is old enough to expire by.
  [[nodiscard]] bool mark(std::int64_t day, std::int64_t idle_days) {
    if (!marks.empty() && day < marks.back().day + mark_days) {
      return false;
    }
    marks.push_back({day, touches});
    while (marks.size() > 1 && marks[1].day <= day - idle_days) {
      marks.erase(marks.begin());
    }
    return marks.front().day <= day - idle_days;
  }
  [[nodiscard]] bool is_before_mark(std::uint64_t touched) const noexcept {
    return !marks.empty() && touched <= marks.back().touches;
  }

  template <class Archive>
  void describe(Archive& archive) {
    archive(touches, evictions, expired, overflow, marks);
  }
};

// What a sweep makes of one entity.
enum class Swept : std::uint8_t { same, changed, gone };

}  // namespace centinela::state
