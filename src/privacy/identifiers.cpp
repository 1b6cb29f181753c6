#include "privacy/identifiers.h"

#include "centinela/privacy/word_shape.h"

#include <array>
#include <cstring>

namespace centinela::privacy {
namespace {

constexpr std::uint8_t byte_of(auto kind) noexcept {
  return static_cast<std::uint8_t>(kind);
}

TokenCache::Seeds seeds_of(const TokenKey& key) {
  const TokenKey::Bytes bytes = key.derive("token cache");
  TokenCache::Seeds seeds;
  std::memcpy(&seeds.first, bytes.data(), sizeof(seeds.first));
  std::memcpy(&seeds.second, bytes.data() + sizeof(seeds.first), sizeof(seeds.second));
  return seeds;
}

std::unique_ptr<TokenMac> blind_mac(const TokenKey& key) {
  const TokenKey::Bytes bytes = key.derive("ordinals");
  return std::make_unique<TokenMac>(
      std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

template <std::size_t N>
std::string_view raw_bytes(const std::array<std::uint64_t, N>& values) noexcept {
  return {reinterpret_cast<const char*>(values.data()), sizeof(values)};
}

}  // namespace

Identifiers::Identifiers(const TokenKey& key,
                         const PseudonymiserOptions& options,
                         const TimeZones& zones)
    : mac_(std::make_unique<TokenMac>(key.secret())),
      blind_mac_(blind_mac(key)),
      cache_(std::make_unique<TokenCache>(options.cache_entries_max, seeds_of(key))),
      names_({options.name_book_entries_max, options.name_book_entries_max}),
      zones_(&zones),
      principals_in_clear_(options.principals_in_clear) {
  for (const std::string& word : options.vocabulary) {
    names_.admit_configured(WordToken{compute(TokenKind::word, word)}, word);
  }
}

std::uint64_t Identifiers::compute(TokenKind kind, std::string_view text) const noexcept {
  return text.empty() ? 0 : (*mac_)(kind, {}, text);
}

std::uint64_t Identifiers::cached(TokenKind kind, std::string_view text) noexcept {
  if (text.empty()) {
    return 0;
  }
  const auto* entry = cache_->find_or_add(byte_of(kind), text, [&] { return compute(kind, text); });
  return entry != nullptr ? entry->token : compute(kind, text);
}

void Identifiers::settle(TokenCache::Entry* entry) const noexcept {
  if (entry != nullptr) {
    entry->settled_at = names_.evictions();
  }
}

TenantToken Identifiers::tenant(std::string_view text, std::uint64_t sequence) noexcept {
  if (text.empty()) {
    return {};
  }
  constexpr TokenKind kind = TokenKind::tenant;
  auto* entry = cache_->find_or_add(byte_of(kind), text, [&] { return compute(kind, text); });
  const TenantToken token{entry != nullptr ? entry->token : compute(kind, text)};
  if (!is_settled(entry)) {
    names_.admit(token, text, sequence);
    settle(entry);
  }
  return token;
}

PrincipalToken Identifiers::principal(std::string_view text, std::uint64_t sequence) noexcept {
  constexpr TokenKind kind = TokenKind::principal;
  if (text.empty() || !principals_in_clear_) {
    return token<kind>(text);
  }
  auto* entry = cache_->find_or_add(byte_of(kind), text, [&] { return compute(kind, text); });
  const PrincipalToken token{entry != nullptr ? entry->token : compute(kind, text)};
  if (!is_settled(entry)) {
    names_.admit(token, text, sequence);
    settle(entry);
  }
  return token;
}

WordToken Identifiers::place(std::string_view text, const WordUse& use) noexcept {
  if (text.empty()) {
    return {};
  }
  const auto make = [&] { return compute(TokenKind::word, text); };
  auto* entry = cache_->find_or_add(byte_of(CacheKind::place), text, make);
  const WordToken token{entry != nullptr ? entry->token : make()};
  if (!is_settled(entry)) {
    names_.admit_place(token, text, use.sequence);
    settle(entry);
  }
  return token;
}

WordToken Identifiers::word(std::string_view text, const WordUse& use) noexcept {
  if (text.empty()) {
    return {};
  }
  const auto make = [&] { return compute(TokenKind::word, text); };
  auto* entry = cache_->find_or_add(byte_of(TokenKind::word), text, make);
  const WordToken token{entry != nullptr ? entry->token : make()};
  if (!is_settled(entry) && names_.note(token, text, use)) {
    settle(entry);
  }
  return token;
}

WordToken Identifiers::resource(std::string_view text, const WordUse& use) noexcept {
  if (text.empty()) {
    return {};
  }
  const auto make = [&] { return compute_resource(text).value(); };
  auto* entry = cache_->find_or_add(byte_of(CacheKind::resource), text, make);
  const WordToken token{entry != nullptr ? entry->token : make()};
  if (is_settled(entry)) {
    return token;
  }
  TemplateBuffer buffer;
  if (names_.is_configured(token) || names_.note(token, resource_template(text, buffer), use)) {
    settle(entry);
  }
  return token;
}

WordToken Identifiers::compute_resource(std::string_view name) const noexcept {
  const WordToken whole{compute(TokenKind::word, name)};
  // A name that is configured as it stands is no particular one.
  if (is_absent(whole) || names_.is_configured(whole)) {
    return whole;
  }
  TemplateBuffer buffer;
  return WordToken{compute(TokenKind::word, resource_template(name, buffer))};
}

ZoneIndex Identifiers::zone(std::string_view name) noexcept {
  if (name.empty()) {
    return {};
  }
  const auto find = [&] { return std::uint64_t{zones_->find(name).value()}; };
  const auto* entry = cache_->find_or_add(byte_of(CacheKind::zone), name, find);
  return ZoneIndex{static_cast<std::uint16_t>(entry != nullptr ? entry->token : find())};
}

EventIdToken Identifiers::event_id(TenantToken tenant,
                                   WordToken producer,
                                   std::string_view id) const noexcept {
  if (id.empty()) {
    return {};
  }
  const std::array<std::uint64_t, 2> scope = {tenant.value(), producer.value()};
  return EventIdToken{(*mac_)(TokenKind::event_id, raw_bytes(scope), id)};
}

std::uint32_t Identifiers::blind_of(TenantToken tenant) noexcept {
  if (blind_ == 0 || tenant != blind_tenant_) {
    const std::array<std::uint64_t, 1> scope = {tenant.value()};
    blind_ = static_cast<std::uint32_t>((*blind_mac_)(TokenKind::tenant, raw_bytes(scope), {}));
    blind_tenant_ = tenant;
  }
  return blind_;
}

Result<void> Identifiers::restore_names(ByteReader& reader) {
  CENTINELA_TRY(names_.decode(reader));
  // What it remembers of the old book no longer holds.
  cache_->clear();
  return {};
}

void Identifiers::forget(PrincipalToken principal) noexcept {
  names_.forget(principal);
  cache_->clear();
}

}  // namespace centinela::privacy
