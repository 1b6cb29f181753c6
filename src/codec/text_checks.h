// Checks of text that simdjson does not place or does not make. Floor 2, pure, slow path only.
#pragma once

#include <cstddef>
#include <string_view>

namespace centinela::codec {

// Offset of the first byte that is not part of well-formed UTF-8 (Unicode 15, table 3-7: no
// overlong forms, no surrogates, nothing above U+10FFFF); npos when there is none.
[[nodiscard]] std::size_t find_bad_utf8(std::string_view text) noexcept;

enum class EscapeFault : unsigned char { none, malformed, lone_surrogate };

// Of the inside of a JSON string, between its quotes.
[[nodiscard]] EscapeFault check_escapes(std::string_view raw) noexcept;

// RFC 8259's number grammar, and whether it has a fraction or an exponent.
enum class NumberShape : unsigned char { malformed, integer, real };
[[nodiscard]] NumberShape number_shape(std::string_view text) noexcept;

}  // namespace centinela::codec
