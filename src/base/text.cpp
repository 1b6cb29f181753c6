#include "centinela/base/text.h"

#include <array>
#include <cstdint>

namespace centinela {
namespace {

struct Character {
  char32_t code = 0;
  std::size_t size = 1;
  bool is_valid = false;
};

constexpr std::array<char32_t, 5> smallest_of_size = {0, 0, 0x80, 0x800, 0x10000};

std::size_t size_by_lead(std::uint8_t lead) noexcept {
  if (lead < 0x80) {
    return 1;
  }
  if (lead >= 0xC2 && lead < 0xE0) {
    return 2;
  }
  if (lead >= 0xE0 && lead < 0xF0) {
    return 3;
  }
  return lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
}

// RFC 3629: overlong forms, surrogates and code points past U+10FFFF are invalid. An invalid byte
// is taken alone.
Character first_character(std::string_view text) noexcept {
  const auto lead = static_cast<std::uint8_t>(text[0]);
  const std::size_t size = size_by_lead(lead);
  if (size == 0 || size > text.size()) {
    return {};
  }
  if (size == 1) {
    return {.code = lead, .size = 1, .is_valid = true};
  }
  char32_t code = lead & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    const auto next = static_cast<std::uint8_t>(text[i]);
    if ((next & 0xC0U) != 0x80U) {
      return {};
    }
    code = (code << 6U) | (next & 0x3FU);
  }
  const bool is_surrogate = code >= 0xD800 && code < 0xE000;
  if (code < smallest_of_size[size] || is_surrogate || code > 0x10FFFF) {
    return {};
  }
  return {.code = code, .size = size, .is_valid = true};
}

bool is_control(char32_t code) noexcept {
  return code < 0x20 || (code >= 0x7F && code < 0xA0);
}

// Bidirectional embeddings, overrides and isolates, and the line separators.
bool is_deceptive(char32_t code) noexcept {
  return (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) ||
         code == 0x2028 || code == 0x2029;
}

constexpr std::string_view hex_digits = "0123456789abcdef";

void append_hex(std::string& out, char32_t code) {
  out += hex_digits[(code >> 4U) & 0xFU];
  out += hex_digits[code & 0xFU];
}

void append_json_character(std::string& out, char32_t code, std::string_view bytes) {
  if (code == '"' || code == '\\') {
    out += '\\';
    out += bytes;
  } else if (code == '\n') {
    out += "\\n";
  } else if (is_control(code)) {
    out += "\\u00";
    append_hex(out, code);
  } else {
    out += bytes;
  }
}

}  // namespace

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const Character character = first_character(text);
    if (!character.is_valid || is_deceptive(character.code)) {
      out += '?';
    } else if (is_control(character.code)) {
      out += "\\x";
      append_hex(out, character.code);
    } else {
      out += text.substr(0, character.size);
    }
    text.remove_prefix(character.size);
  }
  return out;
}

std::string_view cut_utf8(std::string_view text, std::size_t bytes_max) noexcept {
  if (text.size() <= bytes_max) {
    return text;
  }
  std::size_t end = bytes_max;
  while (end > 0 && (static_cast<std::uint8_t>(text[end]) & 0xC0U) == 0x80U) {
    --end;
  }
  return text.substr(0, end);
}

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    const Character character = first_character(text);
    if (character.is_valid) {
      append_json_character(out, character.code, text.substr(0, character.size));
    } else {
      out += "\xEF\xBF\xBD";
    }
    text.remove_prefix(character.size);
  }
  out += '"';
}

}  // namespace centinela
