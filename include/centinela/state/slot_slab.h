// SlotSlab<Slot>: slots by number at addresses that stay. Floor 3, confined to its owner.
//
// Grows by chunks and never shrinks; what is given back is taken again first.
#pragma once

#include "centinela/base/huge_pages.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <vector>

namespace centinela::state {

template <class Slot>
class SlotSlab {
 public:
  [[nodiscard]] Slot& operator[](std::uint32_t slot) noexcept {
    return (*chunks_[slot / chunk_size])[slot % chunk_size];
  }
  [[nodiscard]] const Slot& operator[](std::uint32_t slot) const noexcept {
    return (*chunks_[slot / chunk_size])[slot % chunk_size];
  }

  [[nodiscard]] std::uint32_t take() {
    if (!free_.empty()) {
      const std::uint32_t slot = free_.back();
      free_.pop_back();
      return slot;
    }
    const auto slot = static_cast<std::uint32_t>(used_++);
    if (slot / chunk_size == chunks_.size()) {
      // Not Chunk(): that would first write zeros over what the members then set themselves.
      chunks_.emplace_back(::new (arena_.take(sizeof(Chunk))) Chunk);
    }
    return slot;
  }
  void give_back(std::uint32_t slot) { free_.push_back(slot); }

  // That were ever taken.
  [[nodiscard]] std::size_t used() const noexcept { return used_; }
  [[nodiscard]] std::size_t bytes() const noexcept {
    return chunks_.size() * chunk_size * sizeof(Slot);
  }
  [[nodiscard]] static std::size_t bytes_of(std::size_t slots) noexcept {
    return (slots + chunk_size - 1) / chunk_size * chunk_size * sizeof(Slot);
  }

 private:
  static constexpr std::size_t chunk_size = 64;
  using Chunk = std::array<Slot, chunk_size>;
  struct DestroyChunk {
    void operator()(Chunk* chunk) const noexcept { std::destroy_at(chunk); }
  };

  std::size_t used_ = 0;
  HugePageArena arena_;  // before chunks_, which live in it
  std::vector<std::unique_ptr<Chunk, DestroyChunk>> chunks_;
  std::vector<std::uint32_t> free_;
};

}  // namespace centinela::state
