#include "centinela/privacy/word_shape.h"

#include "centinela/privacy/name_book.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace centinela::privacy {
namespace {

constexpr char32_t invalid = 0xFFFFFFFF;

struct Range {
  char32_t first;
  char32_t last;
};

bool is_in(const auto& ranges, char32_t code) noexcept {
  return std::any_of(ranges.begin(), ranges.end(), [code](const Range& range) {
    return code >= range.first && code <= range.last;
  });
}

// What a terminal obeys or what makes two texts look alike.
constexpr std::array<Range, 11> unshowable = {{
    {0x00, 0x1F},        // C0, with the escape of ANSI sequences
    {0x7F, 0x9F},        // DEL and C1
    {0xAD, 0xAD},        // soft hyphen
    {0x061C, 0x061C},    // Arabic letter mark
    {0x180E, 0x180E},    // Mongolian vowel separator
    {0x200B, 0x200F},    // zero width, direction marks
    {0x2028, 0x202E},    // separators, direction overrides
    {0x2060, 0x206F},    // invisible operators, isolates
    {0xFEFF, 0xFEFF},    // byte order mark
    {0xFFF0, 0xFFFF},    // specials
    {0xE0000, 0x10FFFF}  // tags, private planes
}};

// Scripts without decimal digits of their own, so that ASCII digits are all there is to count.
constexpr std::array<Range, 6> word_scripts = {{
    {0x20, 0x7E},      // ASCII
    {0xC0, 0x52F},     // Latin, Greek, Cyrillic
    {0x1E00, 0x1FFF},  // Latin and Greek with marks
    {0x3040, 0x30FF},  // kana
    {0x4E00, 0x9FFF},  // Han
    {0xAC00, 0xD7A3}   // Hangul
}};

std::size_t sequence_length(unsigned char lead) noexcept {
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

// Takes one code point off the front; `invalid` for what is not UTF-8 (RFC 3629).
char32_t take_code_point(std::string_view& text) noexcept {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t length = sequence_length(lead);
  if (length == 0 || length > text.size()) {
    return invalid;
  }
  constexpr std::array<unsigned char, 5> lead_bits = {0, 0x7F, 0x1F, 0x0F, 0x07};
  constexpr std::array<char32_t, 5> smallest = {0, 0, 0x80, 0x800, 0x10000};
  char32_t code = lead & lead_bits[length];
  for (std::size_t i = 1; i < length; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0U) != 0x80) {
      return invalid;
    }
    code = (code << 6U) | (byte & 0x3FU);
  }
  text.remove_prefix(length);
  const bool is_surrogate = code >= 0xD800 && code <= 0xDFFF;
  return code < smallest[length] || is_surrogate || code > 0x10FFFF ? invalid : code;
}

}  // namespace

bool is_showable(std::string_view text) noexcept {
  if (text.empty() || text.size() > NameBook::text_bytes_max) {
    return false;
  }
  while (!text.empty()) {
    const char32_t code = take_code_point(text);
    if (code == invalid || is_in(unshowable, code)) {
      return false;
    }
  }
  return true;
}

bool has_word_shape(std::string_view text) noexcept {
  constexpr int run_max = 4;
  constexpr int digits_max = 8;
  if (!is_showable(text)) {
    return false;
  }
  int run = 0;
  int digits = 0;
  while (!text.empty()) {
    const char32_t code = take_code_point(text);
    if (code == U'@' || !is_in(word_scripts, code)) {
      return false;
    }
    const bool is_digit = code >= U'0' && code <= U'9';
    run = is_digit ? run + 1 : 0;
    digits += is_digit ? 1 : 0;
    if (run > run_max || digits > digits_max) {
      return false;
    }
  }
  return true;
}

}  // namespace centinela::privacy
