#include "codec/text_checks.h"

#include <cstdint>

namespace centinela::codec {
namespace {

// What may follow a lead byte: how many bytes in all, and the range of the second one.
struct Sequence {
  std::size_t length = 0;
  unsigned char second_low = 0x80;
  unsigned char second_high = 0xBF;
};

Sequence sequence_of(unsigned char lead) noexcept {
  if (lead < 0x80) {
    return {.length = 1};
  }
  if (lead >= 0xC2 && lead <= 0xDF) {
    return {.length = 2};
  }
  if (lead >= 0xE0 && lead <= 0xEF) {
    const unsigned char low = lead == 0xE0 ? 0xA0 : 0x80;
    const unsigned char high = lead == 0xED ? 0x9F : 0xBF;
    return {3, low, high};
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    const unsigned char low = lead == 0xF0 ? 0x90 : 0x80;
    const unsigned char high = lead == 0xF4 ? 0x8F : 0xBF;
    return {4, low, high};
  }
  return {};
}

unsigned char byte_at(std::string_view text, std::size_t at) noexcept {
  return static_cast<unsigned char>(text[at]);
}

bool is_well_formed(std::string_view text, std::size_t at, const Sequence& sequence) noexcept {
  if (sequence.length == 0 || at + sequence.length > text.size()) {
    return false;
  }
  for (std::size_t i = 1; i < sequence.length; ++i) {
    const unsigned char low = i == 1 ? sequence.second_low : 0x80;
    const unsigned char high = i == 1 ? sequence.second_high : 0xBF;
    const unsigned char c = byte_at(text, at + i);
    if (c < low || c > high) {
      return false;
    }
  }
  return true;
}

// The value of four hex digits at `at`, or −1.
int hex4(std::string_view text, std::size_t at) noexcept {
  if (at + 4 > text.size()) {
    return -1;
  }
  int value = 0;
  for (std::size_t i = at; i < at + 4; ++i) {
    const char c = text[i];
    const bool is_digit = c >= '0' && c <= '9';
    const char lower = static_cast<char>(c | 0x20);
    if (!is_digit && (lower < 'a' || lower > 'f')) {
      return -1;
    }
    value = value * 16 + (is_digit ? c - '0' : lower - 'a' + 10);
  }
  return value;
}

bool is_high_surrogate(int unit) noexcept {
  return unit >= 0xD800 && unit <= 0xDBFF;
}
bool is_low_surrogate(int unit) noexcept {
  return unit >= 0xDC00 && unit <= 0xDFFF;
}

// Of a "\uXXXX" at `at`; moves `at` behind it and its partner.
EscapeFault check_unicode_escape(std::string_view raw, std::size_t& at) noexcept {
  const int unit = hex4(raw, at + 2);
  if (unit < 0) {
    return EscapeFault::malformed;
  }
  at += 6;
  if (is_low_surrogate(unit)) {
    return EscapeFault::lone_surrogate;
  }
  if (is_high_surrogate(unit)) {
    const bool has_partner = at + 6 <= raw.size() && raw[at] == '\\' && raw[at + 1] == 'u' &&
                             is_low_surrogate(hex4(raw, at + 2));
    at += 6;
    return has_partner ? EscapeFault::none : EscapeFault::lone_surrogate;
  }
  return EscapeFault::none;
}

std::size_t skip_digits(std::string_view text, std::size_t at) noexcept {
  while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
    ++at;
  }
  return at;
}

}  // namespace

std::size_t find_bad_utf8(std::string_view text) noexcept {
  std::size_t at = 0;
  while (at < text.size()) {
    const Sequence sequence = sequence_of(byte_at(text, at));
    if (!is_well_formed(text, at, sequence)) {
      return at;
    }
    at += sequence.length;
  }
  return std::string_view::npos;
}

EscapeFault check_escapes(std::string_view raw) noexcept {
  constexpr std::string_view simple = "\"\\/bfnrt";
  EscapeFault worst = EscapeFault::none;
  std::size_t at = raw.find('\\');
  while (at < raw.size()) {
    if (at + 1 < raw.size() && raw[at + 1] == 'u') {
      const EscapeFault fault = check_unicode_escape(raw, at);
      if (fault == EscapeFault::malformed) {
        return fault;
      }
      worst = fault == EscapeFault::none ? worst : fault;
    } else if (at + 1 < raw.size() && simple.find(raw[at + 1]) != std::string_view::npos) {
      at += 2;
    } else {
      return EscapeFault::malformed;
    }
    at = raw.find('\\', at);
  }
  return worst;
}

NumberShape number_shape(std::string_view text) noexcept {
  std::size_t at = !text.empty() && text[0] == '-' ? 1 : 0;
  const std::size_t first = at;
  at = skip_digits(text, at);
  const bool has_leading_zero = at > first + 1 && text[first] == '0';
  if (at == first || has_leading_zero) {
    return NumberShape::malformed;
  }
  NumberShape shape = NumberShape::integer;
  if (at < text.size() && text[at] == '.') {
    const std::size_t start = at + 1;
    at = skip_digits(text, start);
    if (at == start) {
      return NumberShape::malformed;
    }
    shape = NumberShape::real;
  }
  if (at < text.size() && (text[at] | 0x20) == 'e') {
    ++at;
    at += at < text.size() && (text[at] == '+' || text[at] == '-') ? 1 : 0;
    const std::size_t start = at;
    at = skip_digits(text, start);
    if (at == start) {
      return NumberShape::malformed;
    }
    shape = NumberShape::real;
  }
  return at == text.size() ? shape : NumberShape::malformed;
}

}  // namespace centinela::codec
