// Pseudonymiser: the privacy boundary. Names go in, tokens come out. Floor 2, one thread.
//
// The only reader of RawEvent and its kin. Stable under one key: the same log gives the same
// tokens on every replay. Its cache of recent identifiers lives in memory only, is bounded and
// wiped; no allocation once it is warm. The zone table must outlive it.
#pragma once

#include "centinela/event/context_record.h"
#include "centinela/event/event.h"
#include "centinela/event/raw_event.h"
#include "centinela/event/time_zones.h"
#include "centinela/event/token.h"
#include "centinela/privacy/name_book.h"
#include "centinela/privacy/token_key.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace centinela::privacy {

struct PseudonymiserOptions {
  bool principals_in_clear = false;       // privacy.principals: clear
  std::vector<std::string> vocabulary{};  // words that may be shown from the first event on
  std::size_t cache_entries_max = 65536;  // recent identifiers, 64 bytes each; the oldest make room
  std::size_t name_book_entries_max = 65536;
};

class Pseudonymiser {
 public:
  Pseudonymiser(const TokenKey& key, const PseudonymiserOptions& options, const TimeZones& zones);
  Pseudonymiser(Pseudonymiser&&) noexcept;
  Pseudonymiser& operator=(Pseudonymiser&&) noexcept;
  Pseudonymiser(const Pseudonymiser&) = delete;
  Pseudonymiser& operator=(const Pseudonymiser&) = delete;
  ~Pseudonymiser();

  // `sequence` counts log entries: the moment from which a word that this event admits may be
  // shown. Every field of `out` is set.
  void tokenise(const RawEvent& raw,
                Position position,
                std::uint64_t sequence,
                Event& out) noexcept;
  [[nodiscard]] ContextRecord tokenise(const RawContext& raw,
                                       Position position,
                                       std::uint64_t sequence) noexcept;
  [[nodiscard]] ControlRecord tokenise(const RawControl& raw, Position position) noexcept;

  // First 64 bits of HMAC-SHA-256(key, kind ‖ text), never 0; the absent token for empty text.
  // Kinds never collide: the same text as principal and as data subject gives two tokens.
  template <TokenKind K>
  [[nodiscard]] Token<K> token(std::string_view text) const noexcept {
    return Token<K>{token_value(K, text)};
  }
  // Ids are only unique per producer: HMAC(key, kind ‖ tenant token ‖ producer token ‖ id).
  [[nodiscard]] EventIdToken event_id(TenantToken tenant,
                                      WordToken producer,
                                      std::string_view id) const noexcept;
  // A resource is known by its template, as in an event.
  [[nodiscard]] WordToken resource(std::string_view name) const noexcept;

  [[nodiscard]] const NameBook& names() const noexcept;
  // Replaces the book by one that names().encode wrote; bad_data leaves it as it was.
  [[nodiscard]] Result<void> restore_names(ByteReader& reader);
  // Wipes the cache of recent identifiers, and what the name book has of the principal (none: of
  // nobody).
  void forget(PrincipalToken principal) noexcept;
  // Of the key: what an alert carries.
  [[nodiscard]] const std::string& key_fingerprint() const noexcept;

 private:
  [[nodiscard]] std::uint64_t token_value(TokenKind kind, std::string_view text) const noexcept;

  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace centinela::privacy
