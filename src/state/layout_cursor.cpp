#include "centinela/state/layout_cursor.h"

namespace centinela::state {
namespace {

constexpr bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}

}  // namespace

std::int64_t LayoutCursor::take_number() noexcept {
  constexpr std::int64_t largest = 1 << 22;
  std::int64_t number = -1;
  for (; at_ < layout_.size() && is_digit(layout_[at_]) && number < largest; ++at_) {
    number = (number < 0 ? 0 : number * 10) + (layout_[at_] - '0');
  }
  return number;
}

// One list after the other, brackets counted, so that no text makes it go deep.
bool LayoutCursor::skip() noexcept {
  std::size_t open = 0;
  do {
    if (at_ >= layout_.size()) {
      return false;
    }
    const char kind = layout_[at_++];
    if (kind == '(') {
      ++open;
    } else if (kind == ')') {
      if (open == 0) {
        return false;
      }
      --open;
    } else if (kind == 'l' || kind == 'v' || kind == 'o' || kind == 'x' || is_digit(kind)) {
      continue;  // its element follows and is the field
    } else if (kind != 't' && at_ < layout_.size()) {
      ++at_;  // the bytes of a scalar
    }
    if (open == 0) {
      return true;
    }
  } while (true);
}

}  // namespace centinela::state
