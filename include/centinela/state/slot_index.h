// SlotIndex: 64-bit hashes to 32-bit slots, open addressing with linear probing. Floor 3.
//
// Keeps a 32-bit tag beside each slot, so that a probe rarely leaves the index; the caller still
// compares the whole key. Erasing shifts later entries back: there are no tombstones to age.
#pragma once

#include "centinela/base/huge_pages.h"

#include <cstdint>

namespace centinela::state {

class SlotIndex {
 public:
  static constexpr std::uint32_t none = 0xFFFFFFFFU;

  template <class IsKey>
  [[nodiscard]] std::uint32_t find(std::uint64_t hash, IsKey&& is_key) const noexcept {
    if (entries_.empty()) {
      return none;
    }
    for (std::size_t at = hash & mask();; at = (at + 1) & mask()) {
      const Entry& entry = entries_[at];
      if (entry.slot == none) {
        return none;
      }
      if (entry.tag == tag_of(hash) && is_key(entry.slot)) {
        return entry.slot;
      }
    }
  }

  // The first slot whose tag agrees, unverified: good enough for a hint to the cache.
  [[nodiscard]] std::uint32_t find_tag(std::uint64_t hash) const noexcept {
    return find(hash, [](std::uint32_t) { return true; });
  }

  void prefetch(std::uint64_t hash) const noexcept {
    if (!entries_.empty()) {
      __builtin_prefetch(&entries_[hash & mask()]);
    }
  }

  // REQUIRES: no slot with this key is in.
  void insert(std::uint64_t hash, std::uint32_t slot);
  // REQUIRES: the slot is in under this hash.
  void erase(std::uint64_t hash, std::uint32_t slot);

  [[nodiscard]] std::size_t bytes() const noexcept { return entries_.size() * sizeof(Entry); }
  // With that many slots in.
  [[nodiscard]] static std::size_t bytes_of(std::size_t slots) noexcept;

 private:
  struct Entry {
    std::uint64_t hash = 0;
    std::uint32_t tag = 0;
    std::uint32_t slot = none;
  };

  [[nodiscard]] static std::uint32_t tag_of(std::uint64_t hash) noexcept {
    return static_cast<std::uint32_t>(hash >> 32U);
  }
  [[nodiscard]] std::size_t mask() const noexcept { return entries_.size() - 1; }
  void grow();
  void place(const Entry& entry) noexcept;

  LargeVector<Entry> entries_;  // a power of two, at most 7/8 full
  std::size_t size_ = 0;
};

}  // namespace centinela::state
