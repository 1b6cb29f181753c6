#include "centinela/event/token.h"

#include <fmt/format.h>

namespace centinela {

std::string_view token_prefix(TokenKind kind) noexcept {
  switch (kind) {
    case TokenKind::tenant:
      return "tn";
    case TokenKind::principal:
      return "p";
    case TokenKind::data_subject:
      return "ds";
    case TokenKind::conversation:
      return "cv";
    case TokenKind::ticket:
      return "tk";
    case TokenKind::change:
      return "ch";
    case TokenKind::incident:
      return "in";
    case TokenKind::ip:
      return "ip";
    case TokenKind::device:
      return "dv";
    case TokenKind::session:
      return "ss";
    case TokenKind::client:
      return "cl";
    case TokenKind::word:
      return "w";
    case TokenKind::event_id:
      return "ev";
    case TokenKind::automation:
      return "au";
    case TokenKind::handover:
      return "ho";
    case TokenKind::destination:
      return "de";
  }
  return "w";
}

std::string print_token(TokenKind kind, std::uint64_t value) {
  return fmt::format("{}-{:016x}", token_prefix(kind), value);
}

std::optional<std::uint64_t> parse_token(TokenKind kind, std::string_view text) noexcept {
  constexpr std::size_t digits = 16;
  const std::string_view prefix = token_prefix(kind);
  const bool has_shape = text.size() == prefix.size() + 1 + digits && text.starts_with(prefix) &&
                         text[prefix.size()] == '-';
  std::uint64_t value = 0;
  for (const char digit : has_shape ? text.substr(prefix.size() + 1) : std::string_view{}) {
    const bool is_number = digit >= '0' && digit <= '9';
    if (!is_number && (digit < 'a' || digit > 'f')) {
      return std::nullopt;
    }
    value = value * 16 + static_cast<std::uint64_t>(is_number ? digit - '0' : digit - 'a' + 10);
  }
  return has_shape && value != 0 ? std::optional(value) : std::nullopt;
}

}  // namespace centinela
