#include "codec/joined.h"

namespace centinela::codec {

std::string joined(std::initializer_list<std::string_view> pieces) {
  std::string text;
  for (const std::string_view piece : pieces) {
    text.append(piece);
  }
  return text;
}

}  // namespace centinela::codec
