#include "centinela/state/slot_index.h"

#include "centinela/base/check.h"

#include <utility>

namespace centinela::state {

void SlotIndex::insert(std::uint64_t hash, std::uint32_t slot) {
  if ((size_ + 1) * 8 > entries_.size() * 7) {
    grow();
  }
  place({hash, tag_of(hash), slot});
  ++size_;
}

void SlotIndex::erase(std::uint64_t hash, std::uint32_t slot) {
  CENTINELA_CHECK(!entries_.empty());
  std::size_t hole = hash & mask();
  while (entries_[hole].slot != slot) {
    CENTINELA_CHECK(entries_[hole].slot != none);
    hole = (hole + 1) & mask();
  }
  // Knuth 6.4, algorithm R: pull back whatever the hole cut off from its home.
  for (std::size_t at = (hole + 1) & mask(); entries_[at].slot != none; at = (at + 1) & mask()) {
    const std::size_t home = entries_[at].hash & mask();
    if (((at - home) & mask()) >= ((at - hole) & mask())) {
      entries_[hole] = entries_[at];
      hole = at;
    }
  }
  entries_[hole] = Entry{};
  --size_;
}

namespace {

constexpr std::size_t entries_min = 16;

}  // namespace

std::size_t SlotIndex::bytes_of(std::size_t slots) noexcept {
  std::size_t entries = entries_min;
  while (slots * 8 > entries * 7) {
    entries *= 2;
  }
  return entries * sizeof(Entry);
}

void SlotIndex::grow() {
  const LargeVector<Entry> old = std::exchange(entries_, {});
  entries_.resize(old.empty() ? entries_min : old.size() * 2);
  for (const Entry& entry : old) {
    if (entry.slot != none) {
      place(entry);
    }
  }
}

void SlotIndex::place(const Entry& entry) noexcept {
  std::size_t at = entry.hash & mask();
  while (entries_[at].slot != none) {
    at = (at + 1) & mask();
  }
  entries_[at] = entry;
}

}  // namespace centinela::state
