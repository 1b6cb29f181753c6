// Token<Kind>: a keyed pseudonym of an identifier, 64 bits, stable within a key epoch. Floor 1.
//
// There is no way to make one from text here: only the pseudonymiser (privacy), which holds the
// key, does. Different kinds do not compare, so a principal is never taken for a data subject.
// 0 is "absent".
#pragma once

#include "centinela/base/strong.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace centinela {

enum class TokenKind : std::uint8_t {
  tenant,
  principal,
  data_subject,
  conversation,
  ticket,
  change,
  incident,
  ip,
  device,
  session,
  client,
  word,
  event_id,
  automation,
  handover,
  destination,
};
inline constexpr std::size_t token_kind_count =
    static_cast<std::size_t>(TokenKind::destination) + 1;

// What a printed token begins with: "p" for a principal, "ds" for a data subject …
[[nodiscard]] std::string_view token_prefix(TokenKind kind) noexcept;

template <TokenKind K>
struct TokenTag;
template <TokenKind K>
using Token = Strong<TokenTag<K>, std::uint64_t>;

using TenantToken = Token<TokenKind::tenant>;
using PrincipalToken = Token<TokenKind::principal>;
using DataSubjectToken = Token<TokenKind::data_subject>;
using ConversationToken = Token<TokenKind::conversation>;
using TicketToken = Token<TokenKind::ticket>;
using ChangeToken = Token<TokenKind::change>;
using IncidentToken = Token<TokenKind::incident>;
using IpToken = Token<TokenKind::ip>;
using DeviceToken = Token<TokenKind::device>;
using SessionToken = Token<TokenKind::session>;
using ClientToken = Token<TokenKind::client>;
using WordToken = Token<TokenKind::word>;  // vocabulary: resource, class, field, purpose, app …
using EventIdToken = Token<TokenKind::event_id>;
using AutomationToken = Token<TokenKind::automation>;
using HandoverToken = Token<TokenKind::handover>;
using DestinationToken = Token<TokenKind::destination>;

template <TokenKind K>
[[nodiscard]] constexpr bool is_absent(Token<K> token) noexcept {
  return token.value() == 0;
}

// "p-7f3c91d20b44e8a1": prefix and 16 hex digits.
[[nodiscard]] std::string print_token(TokenKind kind, std::uint64_t value);
// The value of such a text; none for any other text.
[[nodiscard]] std::optional<std::uint64_t> parse_token(TokenKind kind,
                                                       std::string_view text) noexcept;
template <TokenKind K>
[[nodiscard]] std::string print(Token<K> token) {
  return print_token(K, token.value());
}

}  // namespace centinela
