// Pieces of text put together. (g++ 12 misreads operator+ of a literal and a temporary.)
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace centinela::codec {

[[nodiscard]] std::string joined(std::initializer_list<std::string_view> pieces);

}  // namespace centinela::codec
