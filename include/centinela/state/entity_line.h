// EntityLine: the entities of a store by touch, and who makes room. Floor 3, confined to its store.
//
// The one touched longest ago goes first; where states tell whether they are proven, a newcomer
// does, unless newcomers have less than an eighth of the room. `Slot` has `place`,
// `newcomer_place`, `is_newcomer`, `touched` and `state`; the slots are borrowed for each call.
#pragma once

#include "centinela/state/slot_line.h"
#include "centinela/state/slot_slab.h"

#include <cstddef>
#include <cstdint>

namespace centinela::state {

template <class Slot>
class EntityLine {
 public:
  [[nodiscard]] std::uint32_t oldest() const noexcept { return line_.oldest(); }
  [[nodiscard]] std::uint32_t newest() const noexcept { return line_.newest(); }

  void append(std::uint32_t slot, SlotSlab<Slot>& slots) noexcept {
    line_.append(slot, by_number(slots));
    if constexpr (tells_proof) {
      if (!slots[slot].state.is_proven()) {
        slots[slot].is_newcomer = true;
        newcomers_.append(slot, by_number(slots));
      }
    }
  }
  void remove(std::uint32_t slot, SlotSlab<Slot>& slots) noexcept {
    if (slots[slot].is_newcomer) {
      leave_newcomers(slot, slots);
    }
    line_.remove(slot, by_number(slots));
  }

  // REQUIRES: not empty. Depends on touches and states alone, not on when somebody was found to be
  // proven: so a store that was read back chooses the same.
  [[nodiscard]] std::uint32_t victim(SlotSlab<Slot>& slots,
                                     std::uint64_t touches,
                                     std::size_t entities_max) noexcept {
    if constexpr (tells_proof) {
      constexpr std::size_t share = 8;
      while (newcomers_.oldest() != SlotIndex::none &&
             slots[newcomers_.oldest()].state.is_proven()) {
        leave_newcomers(newcomers_.oldest(), slots);
      }
      const std::uint32_t newcomer = newcomers_.oldest();
      if (newcomer != SlotIndex::none &&
          touches - slots[newcomer].touched >= entities_max / share) {
        return newcomer;
      }
    }
    return line_.oldest();
  }

 private:
  static constexpr bool tells_proof = requires(const Slot& slot) { slot.state.is_proven(); };

  [[nodiscard]] static auto by_number(SlotSlab<Slot>& slots) noexcept {
    return [&slots](std::uint32_t slot) -> Slot& { return slots[slot]; };
  }
  void leave_newcomers(std::uint32_t slot, SlotSlab<Slot>& slots) noexcept {
    slots[slot].is_newcomer = false;
    newcomers_.remove(slot, by_number(slots));
  }

  SlotLine<Slot, &Slot::place> line_;
  SlotLine<Slot, &Slot::newcomer_place> newcomers_;
};

}  // namespace centinela::state
