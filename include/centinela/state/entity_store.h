// EntityStore<State>: the bounded population of one kind of entity. Floor 3, single-threaded.
//
// An open-addressing index over a slab whose addresses are stable while the entity lives. When the
// bound is reached, the entity touched longest ago makes room (an exact least-recently-touched
// list, so a replay evicts the same ones); evictions are counted.
#pragma once

#include "centinela/base/check.h"
#include "centinela/base/huge_pages.h"
#include "centinela/state/change_book.h"
#include "centinela/state/entity_key.h"
#include "centinela/state/slot_index.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
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
      return changing(newest_);  // consecutive events often share tenant, producer or principal
    }
    const std::uint64_t hash = key.hash();
    std::uint32_t slot = find_slot(key, hash);
    if (slot == SlotIndex::none) {
      if (size_ == entities_max_) {
        erase_slot(oldest_);
        ++evictions_;
      }
      slot = insert(key, hash);
    } else {
      unlink(slot);
    }
    link_newest(slot);
    at(slot).touched = ++touches_;
    return changing(slot);
  }

  [[nodiscard]] State* find(const EntityKey& key) noexcept {
    if (is_newest(key)) {
      return &changing(newest_);
    }
    const std::uint32_t slot = find_slot(key, key.hash());
    return slot == SlotIndex::none ? nullptr : &changing(slot);
  }

  // Ask the cache for the entity, index first, then (a few events later) state; change nothing.
  void prefetch(const EntityKey& key) const noexcept { index_.prefetch(key.hash()); }
  void prefetch_state(const EntityKey& key) const noexcept {
    const std::uint32_t slot = index_.find_tag(key.hash());
    if (slot != SlotIndex::none) {
      const Slot& found = (*chunks_[slot / chunk_size])[slot % chunk_size];
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
    for (std::uint32_t slot = oldest_; slot != SlotIndex::none; slot = at(slot).newer) {
      visit(at(slot).key, changing(slot));
    }
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
      for (std::uint32_t slot = oldest_; slot != SlotIndex::none; slot = at(slot).newer) {
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
  void finish_restore(std::uint64_t touches, std::uint64_t evictions) {
    CENTINELA_CHECK(oldest_ == SlotIndex::none && size_ == slots_used_);
    std::vector<std::uint32_t> line(slots_used_);
    std::iota(line.begin(), line.end(), 0U);
    std::sort(line.begin(), line.end(), [this](std::uint32_t a, std::uint32_t b) {
      return at(a).touched < at(b).touched;
    });
    for (const std::uint32_t slot : line) {
      link_newest(slot);
    }
    touches_ = touches;
    evictions_ = evictions;
    changes_.begin();
  }
  [[nodiscard]] std::uint64_t touches() const noexcept { return touches_; }

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] std::size_t entities_max() const noexcept { return entities_max_; }
  [[nodiscard]] std::uint64_t evictions() const noexcept { return evictions_; }
  [[nodiscard]] std::size_t bytes() const noexcept {
    return chunks_.size() * chunk_size * sizeof(Slot) + index_.bytes();
  }
  // What bytes() comes to when the store is full.
  [[nodiscard]] std::size_t bytes_max() const noexcept {
    const std::size_t chunks = (entities_max_ + chunk_size - 1) / chunk_size;
    return chunks * chunk_size * sizeof(Slot) + SlotIndex::bytes_of(entities_max_);
  }

  // Entities in line order, so that reading them back restores the line too.
  template <class Archive>
  void describe(Archive& archive) {
    auto count = static_cast<std::uint32_t>(size_);
    archive(evictions_, count);
    if constexpr (Archive::is_reader) {
      for (std::uint32_t i = 0; i < count && archive.good(); ++i) {
        EntityKey key;
        archive(key.type, key.tenant, key.id);
        archive(touch(key));
      }
    } else {
      for (std::uint32_t slot = oldest_; slot != SlotIndex::none; slot = at(slot).newer) {
        EntityKey key = at(slot).key;
        archive(key.type, key.tenant, key.id);
        archive(at(slot).state);
      }
    }
  }

 private:
  struct Slot {
    EntityKey key;
    std::uint32_t older = SlotIndex::none;
    std::uint32_t newer = SlotIndex::none;
    std::uint64_t touched = 0;  // number of the touch that moved it to the front of the line
    bool is_changed = false;    // stands in the book of changes
    State state;
  };
  static constexpr std::size_t chunk_size = 64;
  using Chunk = std::array<Slot, chunk_size>;
  struct DestroyChunk {
    void operator()(Chunk* chunk) const noexcept { std::destroy_at(chunk); }
  };

  [[nodiscard]] Slot& at(std::uint32_t slot) noexcept {
    return (*chunks_[slot / chunk_size])[slot % chunk_size];
  }

  // Whoever gets a state may change it.
  [[nodiscard]] State& changing(std::uint32_t number) {
    Slot& slot = at(number);
    if (changes_.is_kept() && !slot.is_changed) {
      slot.is_changed = true;
      changes_.note_changed(number);
    }
    return slot.state;
  }

  [[nodiscard]] bool is_newest(const EntityKey& key) noexcept {
    return newest_ != SlotIndex::none && at(newest_).key == key;
  }

  [[nodiscard]] std::uint32_t find_slot(const EntityKey& key, std::uint64_t hash) noexcept {
    return index_.find(hash, [&](std::uint32_t slot) { return at(slot).key == key; });
  }

  std::uint32_t insert(const EntityKey& key, std::uint64_t hash) {
    std::uint32_t slot = SlotIndex::none;
    if (!free_.empty()) {
      slot = free_.back();
      free_.pop_back();
    } else {
      slot = static_cast<std::uint32_t>(slots_used_++);
      if (slot / chunk_size == chunks_.size()) {
        // Not Chunk(): that would first write zeros over what the members then set themselves.
        chunks_.emplace_back(::new (arena_.take(sizeof(Chunk))) Chunk);
      }
    }
    at(slot).key = key;
    index_.insert(hash, slot);
    ++size_;
    return slot;
  }

  void erase_slot(std::uint32_t slot) {
    unlink(slot);
    index_.erase(at(slot).key.hash(), slot);
    at(slot).state = State{};
    if (changes_.is_kept()) {
      at(slot).is_changed = false;
      changes_.note_erased(slot, at(slot).key, entities_max_);
    }
    free_.push_back(slot);
    --size_;
  }

  void unlink(std::uint32_t slot) noexcept {
    const Slot& gone = at(slot);
    (gone.older == SlotIndex::none ? oldest_ : at(gone.older).newer) = gone.newer;
    (gone.newer == SlotIndex::none ? newest_ : at(gone.newer).older) = gone.older;
  }
  void link_newest(std::uint32_t slot) noexcept {
    at(slot).older = newest_;
    at(slot).newer = SlotIndex::none;
    (newest_ == SlotIndex::none ? oldest_ : at(newest_).newer) = slot;
    newest_ = slot;
  }

  std::size_t entities_max_;
  std::size_t size_ = 0;
  std::size_t slots_used_ = 0;
  std::uint64_t evictions_ = 0;
  std::uint64_t touches_ = 0;
  ChangeBook changes_;
  std::uint32_t oldest_ = SlotIndex::none;
  std::uint32_t newest_ = SlotIndex::none;
  SlotIndex index_;
  HugePageArena arena_;  // before chunks_, which live in it
  std::vector<std::unique_ptr<Chunk, DestroyChunk>> chunks_;
  std::vector<std::uint32_t> free_;
};

}  // namespace centinela::state
