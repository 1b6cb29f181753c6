#include "centinela/base/huge_pages.h"

#include <sys/mman.h>

#include <algorithm>

namespace centinela {
namespace {

constexpr std::size_t piece_alignment = 64;
// An arena takes whole huge pages from this size on.
constexpr std::size_t small_until = std::size_t{1} << 20U;
constexpr std::size_t area_bytes = 2 * huge_page_bytes;

std::size_t alignment_of(std::size_t bytes, std::size_t alignment) noexcept {
  return bytes >= huge_page_bytes ? huge_page_bytes : alignment;
}

}  // namespace

void* allocate_large(std::size_t bytes, std::size_t alignment) {
  const std::size_t wanted = alignment_of(bytes, alignment);
  void* memory = ::operator new(bytes, std::align_val_t{wanted});
  if (wanted == huge_page_bytes) {
    // Whole pages only: what follows the last of them may be somebody else's. A refused hint costs
    // nothing.
    static_cast<void>(madvise(memory, bytes & ~(huge_page_bytes - 1), MADV_HUGEPAGE));
  }
  return memory;
}

void free_large(void* memory, std::size_t bytes, std::size_t alignment) noexcept {
  ::operator delete(memory, std::align_val_t{alignment_of(bytes, alignment)});
}

void HugePageArena::Free::operator()(std::byte* memory) const noexcept {
  free_large(memory, bytes, piece_alignment);
}

std::byte* HugePageArena::add_area(std::size_t bytes) {
  Area area(static_cast<std::byte*>(allocate_large(bytes, piece_alignment)), Free{bytes});
  std::byte* const begin = area.get();
  areas_.push_back(std::move(area));
  bytes_ += bytes;
  return begin;
}

void* HugePageArena::take(std::size_t bytes) {
  const std::size_t size = (bytes + piece_alignment - 1) & ~(piece_alignment - 1);
  if (bytes_ < small_until) {
    return add_area(size);
  }
  if (size > left_) {
    const std::size_t pages = (size + huge_page_bytes - 1) & ~(huge_page_bytes - 1);
    left_ = std::max(area_bytes, pages);
    next_ = add_area(left_);
  }
  std::byte* const piece = next_;
  next_ += size;
  left_ -= size;
  return piece;
}

}  // namespace centinela
