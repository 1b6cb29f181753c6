#include "config/quote.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace centinela::config {
namespace {

bool is_control(char c) noexcept {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

bool is_word_character(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '.' || c == '/' || c == '+' || c == '@';
}

// Words that YAML 1.1 readers turn into something else than text.
bool is_reserved_word(std::string_view text) noexcept {
  using namespace std::string_view_literals;
  constexpr std::array reserved = {
      "true"sv, "false"sv, "yes"sv, "no"sv, "on"sv, "off"sv, "null"sv, "y"sv, "n"sv};
  return std::any_of(reserved.begin(), reserved.end(), [text](std::string_view word) {
    return std::equal(word.begin(), word.end(), text.begin(), text.end(), [](char a, char b) {
      return a == (b | 0x20);
    });
  });
}

}  // namespace

std::string quote_for_error(std::string_view text) {
  constexpr std::size_t shown_max = 48;
  if (text.find('@') != std::string_view::npos && text.find("://") == std::string_view::npos) {
    return fmt::format("text of {} bytes that may name somebody", text.size());
  }
  std::string result = "\"";
  for (const char c : text.substr(0, shown_max)) {
    const auto byte = static_cast<unsigned char>(c);
    if (is_control(c) || byte > 0x7E) {
      result += fmt::format("\\x{:02x}", byte);
    } else {
      result += c;
    }
  }
  result += text.size() > shown_max ? "…\"" : "\"";
  return result;
}

std::string quote_json(std::string_view text) {
  std::string result = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      result += '\\';
      result += c;
    } else if (is_control(c)) {
      result += fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      result += c;
    }
  }
  result += '"';
  return result;
}

std::string quote_yaml(std::string_view text) {
  const auto is_plain = [](char c) { return is_word_character(c) || c == ':'; };
  const bool starts_plainly =
      !text.empty() && is_word_character(text.front()) && text.find_first_of("-.@+") != 0;
  // A colon within a word is text to YAML, but 12:30 is a number to YAML 1.1.
  const bool has_number_like_colon =
      text.find(':') != std::string_view::npos && (text.front() < 'A' || text.back() == ':');
  const bool is_safe = starts_plainly && std::all_of(text.begin(), text.end(), is_plain) &&
                       !has_number_like_colon && !is_reserved_word(text);
  return is_safe ? std::string(text) : quote_json(text);
}

}  // namespace centinela::config
