// Identifiers: text → token through the cache, and what of it goes into the name book. Floor 2,
// internal to privacy, one thread.
#pragma once

#include "centinela/event/time_zones.h"
#include "centinela/event/token.h"
#include "centinela/privacy/name_book.h"
#include "centinela/privacy/pseudonymiser.h"
#include "centinela/privacy/token_key.h"

#include "privacy/token_cache.h"
#include "privacy/token_mac.h"

#include <cstdint>
#include <memory>
#include <string_view>

namespace centinela::privacy {

class Identifiers {
 public:
  Identifiers(const TokenKey& key, const PseudonymiserOptions& options, const TimeZones& zones);

  // A token of which no text is ever kept.
  template <TokenKind K>
  [[nodiscard]] Token<K> token(std::string_view text) noexcept {
    return Token<K>{cached(K, text)};
  }
  [[nodiscard]] TenantToken tenant(std::string_view text, std::uint64_t sequence) noexcept;
  [[nodiscard]] PrincipalToken principal(std::string_view text, std::uint64_t sequence) noexcept;
  // Role, team, site, city: clear at once.
  [[nodiscard]] WordToken place(std::string_view text, const WordUse& use) noexcept;
  // Vocabulary: clear when admitted.
  [[nodiscard]] WordToken word(std::string_view text, const WordUse& use) noexcept;
  // Vocabulary, templated first.
  [[nodiscard]] WordToken resource(std::string_view text, const WordUse& use) noexcept;
  [[nodiscard]] ZoneIndex zone(std::string_view name) noexcept;
  [[nodiscard]] EventIdToken event_id(TenantToken tenant,
                                      WordToken producer,
                                      std::string_view id) const noexcept;
  // Asks the CPU's cache for where the token of the text would be; changes nothing.
  void prefetch(TokenKind kind, std::string_view text) const noexcept {
    cache_->prefetch(static_cast<std::uint8_t>(kind), text);
  }
  // What is added to the ordinals of a tenant: from the key, so that two tenants' do not compare.
  [[nodiscard]] std::uint32_t blind_of(TenantToken tenant) noexcept;

  // Without cache and book.
  [[nodiscard]] std::uint64_t compute(TokenKind kind, std::string_view text) const noexcept;
  [[nodiscard]] WordToken compute_resource(std::string_view name) const noexcept;

  [[nodiscard]] const NameBook& names() const noexcept { return names_; }
  [[nodiscard]] Result<void> restore_names(ByteReader& reader);
  void forget(PrincipalToken principal) noexcept;

 private:
  // Kinds of the cache beside TokenKind's: the same text may stand there once for each.
  enum class CacheKind : std::uint8_t { place = 128, resource, zone };

  [[nodiscard]] std::uint64_t cached(TokenKind kind, std::string_view text) noexcept;
  [[nodiscard]] bool is_settled(const TokenCache::Entry* entry) const noexcept {
    return entry != nullptr && entry->settled_at == names_.evictions();
  }
  void settle(TokenCache::Entry* entry) const noexcept;

  std::unique_ptr<TokenMac> mac_;
  std::unique_ptr<TokenMac> blind_mac_;
  std::unique_ptr<TokenCache> cache_;
  NameBook names_;
  const TimeZones* zones_;
  bool principals_in_clear_;
  TenantToken blind_tenant_;
  std::uint32_t blind_ = 0;
};

}  // namespace centinela::privacy
