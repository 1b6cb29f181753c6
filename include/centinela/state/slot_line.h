// SlotLine: slots in an order, linked through themselves. Floor 3, confined to its owner.
//
// Takes and removes anywhere in constant time. `at(slot)` gives the slot of a number.
#pragma once

#include "centinela/state/slot_index.h"

#include <cstdint>

namespace centinela::state {

struct LinePlace {
  std::uint32_t older = SlotIndex::none;
  std::uint32_t newer = SlotIndex::none;
};

template <class Slot, LinePlace Slot::*place>
class SlotLine {
 public:
  [[nodiscard]] std::uint32_t oldest() const noexcept { return oldest_; }
  [[nodiscard]] std::uint32_t newest() const noexcept { return newest_; }

  // REQUIRES: the slot is not in the line.
  template <class At>
  void append(std::uint32_t slot, const At& at) noexcept {
    at(slot).*place = {newest_, SlotIndex::none};
    (newest_ == SlotIndex::none ? oldest_ : (at(newest_).*place).newer) = slot;
    newest_ = slot;
  }
  // REQUIRES: it is.
  template <class At>
  void remove(std::uint32_t slot, const At& at) noexcept {
    const LinePlace gone = at(slot).*place;
    (gone.older == SlotIndex::none ? oldest_ : (at(gone.older).*place).newer) = gone.newer;
    (gone.newer == SlotIndex::none ? newest_ : (at(gone.newer).*place).older) = gone.older;
  }

 private:
  std::uint32_t oldest_ = SlotIndex::none;
  std::uint32_t newest_ = SlotIndex::none;
};

}  // namespace centinela::state
