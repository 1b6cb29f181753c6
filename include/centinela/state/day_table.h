// DayTable: the data subjects that one principal opened today, and what explained it. Floor 3.
//
// Exact up to `exact_max`; beyond that new data subjects are counted by a sketch and carry no
// marks. One table answers "new today?", "new this hour?" and "explained?". Cleared every day,
// keeping a small buffer. Confined to one thread.
#pragma once

#include "centinela/event/token.h"
#include "centinela/stats/distinct_counter.h"

#include <cstdint>
#include <vector>

namespace centinela::state {

struct DayMark {
  DataSubjectToken data_subject;
  std::int32_t hour = -1;    // last hour window (low bits) in which it was opened
  float unexplained = 0;     // 1 − strength of the best explanation so far
  bool is_resolved = false;  // explained at once, or its grace time is over

  template <class Archive>
  void describe(Archive& archive) {
    archive(data_subject, hour, unexplained, is_resolved);
  }
};

class DayTable {
 public:
  static constexpr std::size_t exact_max = 2048;

  struct Found {
    DayMark* mark = nullptr;  // none once the table is full and the data subject is not in it
    bool is_new = false;
  };

  // The mark lives until the next insert.
  Found insert(DataSubjectToken data_subject);
  [[nodiscard]] DayMark* find(DataSubjectToken data_subject) noexcept;
  // Marks in the order of the table, which is the same in every replay.
  template <class Visitor>
  void for_each_mark(Visitor&& visit) const {
    for (const DayMark& mark : slots_) {
      if (!is_absent(mark.data_subject)) {
        visit(mark);
      }
    }
  }
  // False when it was not there. One that only the sketch has counted stays counted.
  bool remove(DataSubjectToken data_subject);
  [[nodiscard]] std::int64_t count() const noexcept;
  void clear() noexcept;
  [[nodiscard]] std::size_t heap_bytes() const noexcept;

  template <class Archive>
  void describe(Archive& archive) {
    archive(slots_, size_, overflow_);
  }

 private:
  [[nodiscard]] std::size_t home(DataSubjectToken data_subject) const noexcept;
  void grow();
  void fill(const std::vector<DayMark>& marks);

  std::vector<DayMark> slots_;  // a power of two, at most 3/4 full
  std::uint32_t size_ = 0;
  stats::DistinctCounter overflow_;
};

}  // namespace centinela::state
