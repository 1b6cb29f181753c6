// EntityStore<State>: the bounded population of one kind of entity. Floor 3, single-threaded.
//
// An open-addressing index over a slab whose addresses are stable while the entity lives. When the
// bound is reached, the entity touched longest ago makes room (an exact least-recently-touched
// list, so a replay evicts the same ones); evictions are counted.
#pragma once

#include "centinela/base/check.h"
#include "centinela/base/huge_pages.h"
#include "centinela/state/entity_key.h"
#include "centinela/state/slot_index.h"

#include <array>
#include <cstdint>
#include <memory>
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
      return at(newest_).state;  // consecutive events often share tenant, producer or principal
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
    return at(slot).state;
  }

  [[nodiscard]] State* find(const EntityKey& key) noexcept {
    if (is_newest(key)) {
      return &at(newest_).state;
    }
    const std::uint32_t slot = find_slot(key, key.hash());
    return slot == SlotIndex::none ? nullptr : &at(slot).state;
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
      visit(at(slot).key, at(slot).state);
    }
  }

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
      for_each([&archive](EntityKey key, State& state) {
        archive(key.type, key.tenant, key.id);
        archive(state);
      });
    }
  }

 private:
  struct Slot {
    EntityKey key;
    std::uint32_t older = SlotIndex::none;
    std::uint32_t newer = SlotIndex::none;
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
  std::uint32_t oldest_ = SlotIndex::none;
  std::uint32_t newest_ = SlotIndex::none;
  SlotIndex index_;
  HugePageArena arena_;  // before chunks_, which live in it
  std::vector<std::unique_ptr<Chunk, DestroyChunk>> chunks_;
  std::vector<std::uint32_t> free_;
};

}  // namespace centinela::state
