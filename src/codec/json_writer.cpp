#include "codec/json_writer.h"

#include "centinela/base/check.h"

#include "codec/text_checks.h"

#include <fmt/format.h>

#include <cmath>

namespace centinela::codec {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

// A digit string "d.ddd" times 10^exponent, laid out without an exponent.
std::string laid_out(std::string_view digits, int exponent) {
  const int size = static_cast<int>(digits.size());
  if (exponent < 0) {
    return fmt::format("0.{}{}", std::string(static_cast<std::size_t>(-exponent - 1), '0'), digits);
  }
  if (exponent >= size - 1) {
    return fmt::format(
        "{}{}", digits, std::string(static_cast<std::size_t>(exponent - size + 1), '0'));
  }
  const std::size_t whole = static_cast<std::size_t>(exponent) + 1;
  return fmt::format("{}.{}", digits.substr(0, whole), digits.substr(whole));
}

std::string without_trailing_zeros(std::string digits) {
  const std::size_t last = digits.find_last_not_of('0');
  digits.resize(last == std::string::npos ? 1 : last + 1);
  return digits;
}

}  // namespace

std::string plain_number(double number) {
  CENTINELA_CHECK(std::isfinite(number));
  if (number == 0) {
    return "0";
  }
  // "d.ddde±xx": correctly rounded to 4 significant digits, whatever the size.
  const std::string scientific = fmt::format("{:.3e}", std::abs(number));
  const std::size_t mark = scientific.find('e');
  const std::string digits =
      without_trailing_zeros(scientific.substr(0, 1) + scientific.substr(2, mark - 2));
  const int exponent = std::stoi(scientific.substr(mark + 1));
  const std::string_view sign = number < 0 ? "-" : "";
  if (exponent < -15 || exponent > 15) {
    const std::string_view point = digits.size() > 1 ? "." : "";
    return fmt::format("{}{}{}{}e{}", sign, digits[0], point, digits.substr(1), exponent);
  }
  return fmt::format("{}{}", sign, laid_out(digits, exponent));
}

void JsonWriter::separate() {
  if (needs_comma_) {
    out_ += ',';
  }
  needs_comma_ = true;
}

JsonWriter& JsonWriter::open(char bracket) {
  separate();
  out_ += bracket;
  needs_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
  out_ += bracket;
  needs_comma_ = true;
  return *this;
}

JsonWriter& JsonWriter::raw(std::string_view json) {
  separate();
  out_ += json;
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  text(name);
  out_ += ':';
  needs_comma_ = false;
  return *this;
}

JsonWriter& JsonWriter::text(std::string_view value) {
  separate();
  out_ += '"';
  append_escaped(value);
  out_ += '"';
  return *this;
}

JsonWriter& JsonWriter::integer(std::int64_t value) {
  return raw(std::to_string(value));
}

JsonWriter& JsonWriter::number(double value) {
  return raw(plain_number(value));
}

void JsonWriter::append_escaped(std::string_view value) {
  std::size_t bad = find_bad_utf8(value);
  for (std::size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    if (i == bad) {
      out_ += replacement;
      const std::size_t next = find_bad_utf8(value.substr(i + 1));
      bad = next == std::string_view::npos ? next : i + 1 + next;
    } else if (c == '"' || c == '\\') {
      out_ += '\\';
      out_ += c;
    } else if (static_cast<unsigned char>(c) < 0x20 || c == '\x7F') {
      out_ += fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      out_ += c;
    }
  }
}

}  // namespace centinela::codec
