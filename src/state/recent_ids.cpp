#include "centinela/state/recent_ids.h"

#include "centinela/base/hash.h"

#include <algorithm>
#include <utility>

namespace centinela::state {

bool RecentIds::seen_before(EventIdToken id, EventTime now) {
  if (!is_started_ || now - turned_ >= memory) {
    turn_over(now);
  } else if (current_.size >= ids_max_ / 2) {
    turn_over(now);
    ++early_turnovers_;
  }
  const auto is_recent = [now](const Slot* known) {
    return known != nullptr && now - known->seen <= memory;
  };
  if (Slot* known = current_.find(id); known != nullptr) {
    const bool was_recent = is_recent(known);
    known->seen = std::max(known->seen, now);
    return was_recent;
  }
  // The previous generation goes as a whole, so what is seen again moves on into this one.
  const bool was_recent = is_recent(previous_.find(id));
  current_.insert(id, now);
  return was_recent;
}

void RecentIds::turn_over(EventTime now) {
  // An id lives for one to two generations; `memory` decides within that.
  std::swap(previous_, current_);
  current_.clear();
  turned_ = now;
  is_started_ = true;
}

RecentIds::Slot* RecentIds::Generation::find(EventIdToken id) noexcept {
  if (slots.empty()) {
    return nullptr;
  }
  const std::size_t mask = slots.size() - 1;
  for (std::size_t at = mix64(id.value()) & mask;; at = (at + 1) & mask) {
    if (slots[at].id == id) {
      return &slots[at];
    }
    if (is_absent(slots[at].id)) {
      return nullptr;
    }
  }
}

// Keeps its room for as many as before: the next day will need it again. What was mostly empty is
// given back.
void RecentIds::Generation::clear() {
  if (size * 8 < slots.size()) {
    *this = {};
    return;
  }
  std::fill(slots.begin(), slots.end(), Slot{});
  size = 0;
}

void RecentIds::Generation::prefetch(EventIdToken id) const noexcept {
  if (!slots.empty()) {
    __builtin_prefetch(&slots[mix64(id.value()) & (slots.size() - 1)]);
  }
}

void RecentIds::Generation::insert(EventIdToken id, EventTime seen) {
  if ((size + 1) * 4 > slots.size() * 3) {
    const LargeVector<Slot> old = std::exchange(slots, {});
    slots.resize(old.empty() ? 1024 : old.size() * 2);
    size = 0;
    for (const Slot& slot : old) {
      if (!is_absent(slot.id)) {
        insert(slot.id, slot.seen);
      }
    }
  }
  const std::size_t mask = slots.size() - 1;
  std::size_t at = mix64(id.value()) & mask;
  while (!is_absent(slots[at].id)) {
    at = (at + 1) & mask;
  }
  slots[at] = {id, seen};
  ++size;
}

}  // namespace centinela::state
