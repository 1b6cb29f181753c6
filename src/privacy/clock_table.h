// ClockTable<Entry>: a bounded table by token that evicts in second-chance order. Floor 2,
// internal.
//
// Entries stand in a dense array; a hand passes over it when room is needed, clears `used` of what
// was used since its last pass and evicts the first that was not. The order depends on the calls
// alone, so that a replay evicts the same. Entry has `std::uint64_t token` (never 0, spread evenly)
// and `bool used`. References live until the next insert or erase.
#pragma once

#include "centinela/base/check.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace centinela::privacy {

template <class Entry>
class ClockTable {
 public:
  explicit ClockTable(std::size_t capacity)
      : capacity_(capacity), index_(std::bit_ceil(2 * capacity)), mask_(index_.size() - 1) {
    CENTINELA_CHECK(capacity > 0);
    CENTINELA_CHECK(capacity < UINT32_MAX / 4);
  }

  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
  [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }

  [[nodiscard]] const Entry* find(std::uint64_t token) const noexcept {
    const std::uint32_t slot = index_[place_of(token)];
    return slot == empty ? nullptr : &entries_[slot - 1];
  }
  [[nodiscard]] Entry* find(std::uint64_t token) noexcept {
    const std::uint32_t slot = index_[place_of(token)];
    return slot == empty ? nullptr : &entries_[slot - 1];
  }

  // The token may not be there yet. What had to make room, if anything.
  std::optional<Entry> insert(const Entry& entry) {
    std::optional<Entry> evicted;
    if (entries_.size() == capacity_) {
      const std::size_t slot = next_victim();
      evicted = entries_[slot];
      forget(entries_[slot].token);
      entries_[slot] = entry;
      remember(entry.token, slot);
    } else {
      entries_.push_back(entry);
      remember(entry.token, entries_.size() - 1);
    }
    return evicted;
  }

  // The last entry takes the place of the erased one.
  void erase(std::uint64_t token) {
    const std::uint32_t slot = index_[place_of(token)];
    CENTINELA_CHECK(slot != empty);
    forget(token);
    if (slot != entries_.size()) {
      const Entry last = entries_.back();
      forget(last.token);
      entries_[slot - 1] = last;
      remember(last.token, slot - 1);
    }
    entries_.pop_back();
    hand_ = entries_.empty() ? 0 : hand_ % entries_.size();
  }

  // In table order, for encoding; together with the hand they are all the state there is.
  [[nodiscard]] const std::vector<Entry>& entries() const noexcept { return entries_; }
  [[nodiscard]] std::size_t hand() const noexcept { return hand_; }
  void set_hand(std::size_t hand) noexcept {
    hand_ = entries_.empty() ? 0 : hand % entries_.size();
  }

 private:
  static constexpr std::uint32_t empty = 0;

  std::size_t next_victim() noexcept {
    while (entries_[hand_].used) {
      entries_[hand_].used = false;
      hand_ = (hand_ + 1) % entries_.size();
    }
    const std::size_t victim = hand_;
    hand_ = (hand_ + 1) % entries_.size();
    return victim;
  }

  // Where the token stands in the index, or the free place where it would.
  [[nodiscard]] std::size_t place_of(std::uint64_t token) const noexcept {
    std::size_t place = token & mask_;
    while (index_[place] != empty && entries_[index_[place] - 1].token != token) {
      place = (place + 1) & mask_;
    }
    return place;
  }
  void remember(std::uint64_t token, std::size_t slot) noexcept {
    index_[place_of(token)] = static_cast<std::uint32_t>(slot + 1);
  }
  // Linear probing without tombstones (Knuth 6.4, algorithm R): later ones of the run move up.
  void forget(std::uint64_t token) noexcept {
    std::size_t hole = place_of(token);
    for (std::size_t at = (hole + 1) & mask_; index_[at] != empty; at = (at + 1) & mask_) {
      const std::size_t home = entries_[index_[at] - 1].token & mask_;
      if (((at - home) & mask_) >= ((at - hole) & mask_)) {
        index_[hole] = index_[at];
        hole = at;
      }
    }
    index_[hole] = empty;
  }

  std::size_t capacity_;
  std::vector<Entry> entries_;
  std::size_t hand_ = 0;
  std::vector<std::uint32_t> index_;  // slot + 1, at most half full
  std::size_t mask_;
};

}  // namespace centinela::privacy
