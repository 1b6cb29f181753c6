// Large tables on huge pages, where the system has them. Floor 0; an arena belongs to one thread.
//
// A look-up in a table of many megabytes pays for a walk through the page tables on top of the
// cache miss, and twice that in a virtual machine: 2 MiB pages took a replay from 3.9 to 3.3 s of
// CPU time. Only a hint is given (MADV_HUGEPAGE); without huge pages everything works as before.
#pragma once

#include <cstddef>
#include <memory>
#include <new>
#include <vector>

namespace centinela {

inline constexpr std::size_t huge_page_bytes = std::size_t{2} << 20U;

// Uninitialised memory; from huge_page_bytes on aligned to it, with the hint. Throws bad_alloc.
[[nodiscard]] void* allocate_large(std::size_t bytes, std::size_t alignment);
void free_large(void* memory, std::size_t bytes, std::size_t alignment) noexcept;

// For vectors that may grow to many megabytes; small ones live where they always did.
template <class T>
class HugePageAllocator {
 public:
  using value_type = T;

  HugePageAllocator() noexcept = default;
  template <class U>
  // NOLINTNEXTLINE(google-explicit-constructor): the allocator requirements ask for it.
  HugePageAllocator(const HugePageAllocator<U>& /*other*/) noexcept {}

  [[nodiscard]] T* allocate(std::size_t count) {
    return static_cast<T*>(allocate_large(count * sizeof(T), alignof(T)));
  }
  void deallocate(T* memory, std::size_t count) noexcept {
    free_large(memory, count * sizeof(T), alignof(T));
  }

  friend bool operator==(const HugePageAllocator&, const HugePageAllocator&) noexcept {
    return true;
  }
};

template <class T>
using LargeVector = std::vector<T, HugePageAllocator<T>>;

// Gives out pieces that live as long as it does: small ones one by one at first, so that an almost
// empty store stays small, then out of huge pages.
class HugePageArena {
 public:
  // Uninitialised, aligned for any type up to 64 bytes' alignment.
  [[nodiscard]] void* take(std::size_t bytes);

  [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }

 private:
  struct Free {
    std::size_t bytes = 0;
    void operator()(std::byte* memory) const noexcept;
  };
  using Area = std::unique_ptr<std::byte, Free>;

  std::byte* add_area(std::size_t bytes);

  std::vector<Area> areas_;
  std::byte* next_ = nullptr;
  std::size_t left_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace centinela
