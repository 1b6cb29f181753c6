// RecentIds: which event ids were seen within the last day of log time. Floor 3, exact, bounded.
//
// Two generations of a flat table, turned over every day; a full generation turns over early and
// that is counted, because from then on an old duplicate may be judged again. One thread.
#pragma once

#include "centinela/base/huge_pages.h"
#include "centinela/base/time.h"
#include "centinela/event/token.h"

#include <cstdint>

namespace centinela::state {

class RecentIds {
 public:
  static constexpr Duration memory = std::chrono::hours{24};

  explicit RecentIds(std::size_t ids_max = 1U << 21U) : ids_max_(ids_max) {}

  // True when the id was seen at most `memory` before `now`; remembers it in either case.
  bool seen_before(EventIdToken id, EventTime now);

  // Asks the cache for where the id belongs; changes nothing.
  void prefetch(EventIdToken id) const noexcept {
    current_.prefetch(id);
    previous_.prefetch(id);
  }

  [[nodiscard]] std::size_t size() const noexcept { return current_.size + previous_.size; }
  [[nodiscard]] std::uint64_t early_turnovers() const noexcept { return early_turnovers_; }
  [[nodiscard]] std::size_t heap_bytes() const noexcept {
    return (current_.slots.size() + previous_.slots.size()) * sizeof(Slot);
  }

  template <class Archive>
  void describe(Archive& archive) {
    archive(current_, previous_, turned_, is_started_, early_turnovers_);
  }

 private:
  struct Slot {
    EventIdToken id;
    EventTime seen;

    template <class Archive>
    void describe(Archive& archive) {
      archive(id, seen);
    }
  };
  struct Generation {
    LargeVector<Slot> slots;
    std::uint64_t size = 0;

    [[nodiscard]] Slot* find(EventIdToken id) noexcept;
    void prefetch(EventIdToken id) const noexcept;
    void insert(EventIdToken id, EventTime seen);
    void clear();

    template <class Archive>
    void describe(Archive& archive) {
      archive(slots, size);
    }
  };

  void turn_over(EventTime now);

  std::size_t ids_max_;
  Generation current_;
  Generation previous_;
  EventTime turned_;
  bool is_started_ = false;
  std::uint64_t early_turnovers_ = 0;
};

}  // namespace centinela::state
