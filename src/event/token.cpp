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

}  // namespace centinela
