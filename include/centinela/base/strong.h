// Strong<Tag, Rep>: a number that is not interchangeable with another kind of number. Floor 0.
//
// There is no implicit way in or back: an offset is not a partition, a principal's token is not a
// data subject's.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <type_traits>

namespace centinela {

template <class Tag, class Rep>
class Strong {
 public:
  using rep = Rep;

  constexpr Strong() noexcept = default;
  constexpr explicit Strong(Rep value) noexcept : value_(value) {}

  [[nodiscard]] constexpr Rep value() const noexcept { return value_; }

  friend constexpr bool operator==(Strong, Strong) noexcept = default;
  friend constexpr auto operator<=>(Strong, Strong) noexcept = default;

 private:
  Rep value_{};
};

}  // namespace centinela

template <class Tag, class Rep>
struct std::hash<centinela::Strong<Tag, Rep>> {
  std::size_t operator()(centinela::Strong<Tag, Rep> strong) const noexcept {
    return std::hash<Rep>{}(strong.value());
  }
};
