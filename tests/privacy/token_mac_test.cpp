#include "privacy/token_mac.h"

#include "centinela/base/rng.h"
#include "centinela/base/sha256.h"

#include "privacy/test_key.h"

#include <gtest/gtest.h>

#include <string>

namespace centinela::privacy {
namespace {

std::uint64_t by_openssl(TokenKind kind, std::string_view scope, std::string_view text) {
  std::string message(1, static_cast<char>(kind));
  message.append(scope).append(text);
  const Sha256 digest = hmac_sha256(test_key().secret(), message);
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    value = value << 8U | digest[i];
  }
  return value;
}

// Lengths around the block of 64 bytes, where padding changes.
TEST(TokenMac, is_the_hmac_of_openssl_for_every_length) {
  const TokenKey key = test_key();
  const TokenMac mac(key.secret());
  Rng rng(3);
  for (std::size_t size = 0; size < 300; ++size) {
    std::string text(size, '\0');
    for (char& c : text) {
      c = static_cast<char>(rng.below(256));
    }
    const auto kind = static_cast<TokenKind>(rng.below(token_kind_count));
    const std::string_view scope = std::string_view(text).substr(0, size % 17);
    EXPECT_EQ(mac(kind, scope, text), by_openssl(kind, scope, text)) << size;
  }
}

// Computed with Python's hmac: these values are in stored state and may never change.
TEST(TokenMac, gives_the_tokens_it_always_gave) {
  const TokenKey key = test_key();
  const TokenMac mac(key.secret());
  EXPECT_EQ(print_token(TokenKind::tenant, mac(TokenKind::tenant, {}, "acme")),
            "tn-4115bf0724e1139a");
  EXPECT_EQ(print_token(TokenKind::principal, mac(TokenKind::principal, {}, "u-42")),
            "p-dc8192a6cac22566");
  EXPECT_EQ(print_token(TokenKind::data_subject, mac(TokenKind::data_subject, {}, "c-00025603")),
            "ds-2ef29f423d7c5a9b");
  EXPECT_EQ(print_token(TokenKind::word, mac(TokenKind::word, {}, "crm.customers")),
            "w-a2e12d3d0db0481f");
}

}  // namespace
}  // namespace centinela::privacy
