// EntityStore<State>: the bounded population of one kind of entity. Floor 3, single-threaded.
//
// An open-addressing index over a slab whose addresses are stable while the entity lives. When the
// bound is reached, one makes room in an exact order (entity_line.h), so a replay evicts the same
// ones: a flood of invented ones cannot push out who has a history. Evictions are counted, and a
// sketch says how many different entities did not fit.
#pragma once

#include "centinela/base/check.h"
#include "centinela/state/change_book.h"
#include "centinela/state/entity_key.h"
#include "centinela/state/entity_line.h"
#include "centinela/state/slot_index.h"
#include "centinela/state/slot_slab.h"
#include "centinela/state/store_head.h"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <type_traits>
#include <utility>
#include <vector>

namespace centinela::state {

template <class State>
class EntityStore {
  // Chunks are default-initialised: a number by itself would begin with what the page held.
  static_assert(!std::is_scalar_v<State>, "give the number a struct with an initial value");

 public:
  explicit EntityStore(std::size_t entities_max) : entities_max_(entities_max) {
    CENTINELA_CHECK(entities_max > 0);
  }

  // The entity's state, made empty when it was not known; moves it to the front of the line.
  State& touch(const EntityKey& key) {
    if (is_newest(key)) {
      if (head_.is_before_mark(at(line_.newest()).touched)) {
        at(line_.newest()).touched = ++head_.touches;  // whoever is always the newest is not idle
      }
      return changing(
          line_.newest());  // consecutive events often share tenant, producer or principal
    }
    const std::uint64_t hash = key.hash();
    std::uint32_t slot = find_slot(key, hash);
    if (slot == SlotIndex::none) {
      if (size_ == entities_max_) {
        evict();
      }
      slot = insert(key, hash);
    } else {
      line_.remove(slot, slots_);
    }
    line_.append(slot, slots_);
    at(slot).touched = ++head_.touches;
    return changing(slot);
  }

  [[nodiscard]] State* find(const EntityKey& key) noexcept {
    if (is_newest(key)) {
      return &changing(line_.newest());
    }
    const std::uint32_t slot = find_slot(key, key.hash());
    return slot == SlotIndex::none ? nullptr : &changing(slot);
  }

  // Ask the cache for the entity, index first, then (a few events later) state; change nothing.
  void prefetch(const EntityKey& key) const noexcept { index_.prefetch(key.hash()); }
  void prefetch_state(const EntityKey& key) const noexcept {
    const std::uint32_t slot = index_.find_tag(key.hash());
    if (slot != SlotIndex::none) {
      const Slot& found = slots_[slot];
      __builtin_prefetch(&found);
      __builtin_prefetch(&found.state);
    }
  }

  bool erase(const EntityKey& key) {
    const std::uint32_t slot = find_slot(key, key.hash());
    if (slot == SlotIndex::none) {
      return false;
    }
    erase_slot(slot);
    return true;
  }

  // From the one touched longest ago to the newest: the order in which a replay agrees.
  template <class Visitor>
  void for_each(Visitor&& visit) {
    for (std::uint32_t slot = line_.oldest(); slot != SlotIndex::none; slot = newer(slot)) {
      visit(at(slot).key, changing(slot));
    }
  }

  // For readers: nothing counts as changed.
  template <class Visitor>
  void for_each_read(Visitor&& visit) const {
    for (std::uint32_t slot = line_.oldest(); slot != SlotIndex::none; slot = newer(slot)) {
      visit(at(slot).key, at(slot).state);
    }
  }
  // The same, and `visit(key, state)` says what is to become of the entity. How many are gone.
  template <class Visitor>
  std::size_t sweep(Visitor&& visit) {
    const std::size_t before = size_;
    for (std::uint32_t slot = line_.oldest(); slot != SlotIndex::none;) {
      const std::uint32_t next = newer(slot);
      const Swept swept = visit(at(slot).key, at(slot).state);
      if (swept == Swept::gone) {
        erase_slot(slot);
      } else if (swept == Swept::changed) {
        changing(slot);
      }
      slot = next;
    }
    return before - size_;
  }

  // For checkpoints (pipeline/engine_state): what may differ from the last one, all of it when
  // `everything`. `erase(key, digest)` comes first, then `put(key, touched, state, digest)`; the
  // digest is that of the entity's last saved record, 0 without one, and put's to renew.
  template <class Put, class Erase>
  void take_changes(bool everything, Put&& put, Erase&& erase) {
    if (everything) {
      changes_.drop();
    }
    for (const ChangeBook::Gone& gone : changes_.gone()) {
      erase(gone.key, gone.digest);
    }
    const auto take = [&](std::uint32_t number) {
      Slot& slot = at(number);
      slot.is_changed = false;
      put(slot.key, slot.touched, slot.state, changes_.digest(number));
    };
    if (everything) {
      for (std::uint32_t slot = line_.oldest(); slot != SlotIndex::none; slot = newer(slot)) {
        take(slot);
      }
    } else {
      for (const std::uint32_t slot : changes_.changed()) {
        if (at(slot).is_changed) {
          take(slot);
        }
      }
    }
    changes_.begin();
  }
  // False: nothing was saved yet, or what was is not known: only everything can be taken.
  [[nodiscard]] bool keeps_changes() const noexcept { return changes_.is_kept(); }

  // An entity of a checkpoint, in any order; finish_restore() then lines them up by touch. None
  // when it is known already or there is no room.
  State* restore(const EntityKey& key, std::uint64_t touched, std::uint64_t digest) {
    const std::uint64_t hash = key.hash();
    if (size_ == entities_max_ || find_slot(key, hash) != SlotIndex::none) {
      return nullptr;
    }
    const std::uint32_t slot = insert(key, hash);
    at(slot).touched = touched;
    changes_.digest(slot) = digest;
    return &at(slot).state;
  }
  void finish_restore(const StoreHead& head) {
    CENTINELA_CHECK(line_.oldest() == SlotIndex::none && size_ == slots_.used());
    std::vector<std::uint32_t> line(slots_.used());
    std::iota(line.begin(), line.end(), 0U);
    std::sort(line.begin(), line.end(), [this](std::uint32_t a, std::uint32_t b) {
      return at(a).touched < at(b).touched;
    });
    for (const std::uint32_t slot : line) {
      line_.append(slot, slots_);
    }
    head_ = head;
    changes_.begin();
  }
  [[nodiscard]] const StoreHead& head() const noexcept { return head_; }

  // It is that day of the log: what was touched last `idle_days` or more before goes, told to
  // `visit(key, state)` first. Looks once in StoreHead::mark_days, so some go a little later.
  template <class Visitor>
  void expire(std::int64_t day, std::int64_t idle_days, Visitor&& visit) {
    if (!head_.mark(day, idle_days)) {
      return;
    }
    while (line_.oldest() != SlotIndex::none &&
           at(line_.oldest()).touched <= head_.marks.front().touches) {
      const std::uint32_t idle = line_.oldest();
      visit(at(idle).key, at(idle).state);
      erase_slot(idle);
      ++head_.expired;
    }
  }
  // The sketch of what did not fit forgets an entity while it still knows it.
  void forget_overflow(const EntityKey& key) { head_.overflow.remove(key.hash()); }

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] std::size_t entities_max() const noexcept { return entities_max_; }
  [[nodiscard]] std::uint64_t evictions() const noexcept { return head_.evictions; }
  [[nodiscard]] std::uint64_t expired() const noexcept { return head_.expired; }
  // Different entities that had to make room; an estimate beyond 256.
  [[nodiscard]] std::int64_t overflow() const noexcept { return head_.overflow.count(); }
  [[nodiscard]] std::size_t bytes() const noexcept { return slots_.bytes() + index_.bytes(); }
  // What bytes() comes to when the store is full.
  [[nodiscard]] std::size_t bytes_max() const noexcept {
    return SlotSlab<Slot>::bytes_of(entities_max_) + SlotIndex::bytes_of(entities_max_);
  }

  // Entities in line order, so that reading them back restores the line too.
  template <class Archive>
  void describe(Archive& archive) {
    auto count = static_cast<std::uint32_t>(size_);
    archive(head_.evictions, count);
    if constexpr (Archive::is_reader) {
      for (std::uint32_t i = 0; i < count && archive.good(); ++i) {
        EntityKey key;
        archive(key.type, key.tenant, key.id);
        archive(touch(key));
      }
    } else {
      for (std::uint32_t slot = line_.oldest(); slot != SlotIndex::none; slot = newer(slot)) {
        EntityKey key = at(slot).key;
        archive(key.type, key.tenant, key.id);
        archive(at(slot).state);
      }
    }
  }

 private:
  struct Slot {
    EntityKey key;
    LinePlace place;
    std::uint64_t touched = 0;  // number of the touch that moved it to the front of the line
    bool is_changed = false;    // stands in the book of changes
    bool is_newcomer = false;   // stands in the line of newcomers too
    LinePlace newcomer_place;
    State state;
  };

  [[nodiscard]] Slot& at(std::uint32_t slot) noexcept { return slots_[slot]; }
  [[nodiscard]] const Slot& at(std::uint32_t slot) const noexcept { return slots_[slot]; }
  [[nodiscard]] std::uint32_t newer(std::uint32_t slot) const noexcept {
    return at(slot).place.newer;
  }

  // Whoever gets a state may change it.
  State& changing(std::uint32_t number) {
    Slot& slot = at(number);
    if (changes_.is_kept() && !slot.is_changed) {
      slot.is_changed = true;
      changes_.note_changed(number);
    }
    return slot.state;
  }

  [[nodiscard]] bool is_newest(const EntityKey& key) noexcept {
    return line_.newest() != SlotIndex::none && at(line_.newest()).key == key;
  }

  [[nodiscard]] std::uint32_t find_slot(const EntityKey& key, std::uint64_t hash) noexcept {
    return index_.find(hash, [&](std::uint32_t slot) { return at(slot).key == key; });
  }

  std::uint32_t insert(const EntityKey& key, std::uint64_t hash) {
    const std::uint32_t slot = slots_.take();
    at(slot).key = key;
    index_.insert(hash, slot);
    ++size_;
    return slot;
  }

  void evict() {
    const std::uint32_t slot = line_.victim(slots_, head_.touches, entities_max_);
    head_.overflow.add(at(slot).key.hash());
    erase_slot(slot);
    ++head_.evictions;
  }

  void erase_slot(std::uint32_t slot) {
    line_.remove(slot, slots_);
    index_.erase(at(slot).key.hash(), slot);
    at(slot).state = State{};
    if (changes_.is_kept()) {
      at(slot).is_changed = false;
      changes_.note_erased(slot, at(slot).key, entities_max_);
    }
    slots_.give_back(slot);
    --size_;
  }

  std::size_t entities_max_;
  std::size_t size_ = 0;
  StoreHead head_;
  ChangeBook changes_;
  EntityLine<Slot> line_;
  SlotIndex index_;
  SlotSlab<Slot> slots_;
};

}  // namespace centinela::state
