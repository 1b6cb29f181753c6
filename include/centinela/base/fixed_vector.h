// FixedVector<T, N>: up to N values in place, trivially copyable when T is. Floor 0.
//
// Used in records that are moved as bytes. What does not fit is refused by push_back (false), so
// the caller counts it; nothing is ever allocated.
#pragma once

#include "centinela/base/check.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <type_traits>

namespace centinela {

template <class T, std::size_t N>
class FixedVector {
  static_assert(std::is_trivially_copyable_v<T>);
  static_assert(N <= 65535);

 public:
  using value_type = T;

  constexpr FixedVector() noexcept = default;

  [[nodiscard]] static constexpr std::size_t capacity() noexcept { return N; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] bool full() const noexcept { return size_ == N; }

  // False, and unchanged, when full.
  bool push_back(const T& value) noexcept {
    if (size_ == N) {
      return false;
    }
    std::construct_at(begin() + size_++, value);
    return true;
  }
  void clear() noexcept { size_ = 0; }
  // Only ever shrinks.
  void truncate(std::size_t size) noexcept {
    CENTINELA_CHECK(size <= size_);
    size_ = static_cast<std::uint16_t>(size);
  }
  // Removes by moving the later values down: order is kept.
  void erase_at(std::size_t index) noexcept {
    CENTINELA_CHECK(index < size_);
    std::copy(begin() + index + 1, end(), begin() + index);
    --size_;
  }

  [[nodiscard]] T& operator[](std::size_t index) noexcept { return slots_.values[index]; }
  [[nodiscard]] const T& operator[](std::size_t index) const noexcept {
    return slots_.values[index];
  }
  [[nodiscard]] T& back() noexcept { return slots_.values[size_ - 1U]; }
  [[nodiscard]] const T& back() const noexcept { return slots_.values[size_ - 1U]; }

  [[nodiscard]] T* begin() noexcept { return slots_.values.data(); }
  [[nodiscard]] T* end() noexcept { return slots_.values.data() + size_; }
  [[nodiscard]] const T* begin() const noexcept { return slots_.values.data(); }
  [[nodiscard]] const T* end() const noexcept { return slots_.values.data() + size_; }

  [[nodiscard]] std::span<const T> span() const noexcept { return {begin(), size_}; }
  [[nodiscard]] bool contains(const T& value) const noexcept {
    return std::find(begin(), end(), value) != end();
  }

  friend bool operator==(const FixedVector& a, const FixedVector& b) noexcept {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
  }

 private:
  // Only the first size_ are ever read. Records that are moved as bytes begin with zeros all the
  // same, lest what the memory held before (a name, say) travels along; only the working lists of a
  // batch, which never leave it, are too large to be wiped for every event.
  static constexpr bool is_wiped = sizeof(std::array<T, N>) <= 4096;
  union Slots {
    constexpr Slots() noexcept {
      if constexpr (is_wiped) {
        std::construct_at(&values);
      }
    }
    std::array<T, N> values;
  };

  std::uint16_t size_ = 0;
  Slots slots_;
};

}  // namespace centinela
