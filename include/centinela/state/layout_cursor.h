// LayoutCursor: walks over what StateLayout wrote down. Floor 3, pure; borrows the text.
//
// A field is a scalar (kind and bytes), a time `t`, a fixed list (number, `x`, element), a list `l`
// or `v` or an option `o` with its element, or `(` fields `)`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace centinela::state {

class LayoutCursor {
 public:
  explicit LayoutCursor(std::string_view layout) noexcept : layout_(layout) {}

  // Nothing more is listed here: the end, or that of the innermost bracket.
  [[nodiscard]] bool at_end() const noexcept {
    return at_ >= layout_.size() || layout_[at_] == ')';
  }
  [[nodiscard]] bool at_end_of_all() const noexcept { return at_ >= layout_.size(); }
  // Steps over the text when it stands here.
  bool take(std::string_view text) noexcept {
    const bool is_there = layout_.substr(at_).starts_with(text);
    at_ += is_there ? text.size() : 0;
    return is_there;
  }
  // The number that stands here; -1 where none does.
  [[nodiscard]] std::int64_t take_number() noexcept;
  // Steps over one field, whatever it is. False when none stands here.
  bool skip() noexcept;

  [[nodiscard]] std::size_t place() const noexcept { return at_; }
  void go_to(std::size_t place) noexcept { at_ = place; }

 private:
  std::string_view layout_;
  std::size_t at_ = 0;
};

}  // namespace centinela::state
