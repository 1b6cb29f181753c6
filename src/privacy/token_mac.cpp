// The one-shot HMAC of OpenSSL 3 fetches and allocates on every call (about 800 ns); the older
// block interface, deprecated but part of its stable ABI, hashes on from a saved state.
// OPENSSL_SUPPRESS_DEPRECATED comes from the build.

#include "privacy/token_mac.h"

#include "centinela/base/check.h"

#include <openssl/crypto.h>
#include <openssl/sha.h>

#include <algorithm>
#include <bit>
#include <cstring>

namespace centinela::privacy {
namespace {

constexpr std::size_t block_bytes = 64;

// RFC 2104: the hash state after the block key ⊕ pad, pad = 0x36… (inner) or 0x5c… (outer).
void hash_pad(std::string_view key, unsigned char pad, void* state) noexcept {
  std::array<unsigned char, block_bytes> block{};
  std::copy(key.begin(), key.end(), block.begin());
  for (unsigned char& byte : block) {
    byte = static_cast<unsigned char>(byte ^ pad);
  }
  SHA256_CTX context;
  SHA256_Init(&context);
  SHA256_Update(&context, block.data(), block.size());
  std::memcpy(state, &context, sizeof(context));
  OPENSSL_cleanse(block.data(), block.size());
  OPENSSL_cleanse(&context, sizeof(context));
}

std::uint64_t first_64_bits(const std::array<unsigned char, SHA256_DIGEST_LENGTH>& digest) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    value = (value << 8U) | digest[i];
  }
  return value;
}

}  // namespace

TokenMac::TokenMac(std::string_view key) noexcept {
  static_assert(sizeof(SHA256_CTX) == sizeof(HashState));
  CENTINELA_CHECK(key.size() <= block_bytes);
  hash_pad(key, 0x36, inner_.data());
  hash_pad(key, 0x5c, outer_.data());
}

TokenMac::~TokenMac() {
  OPENSSL_cleanse(inner_.data(), inner_.size());
  OPENSSL_cleanse(outer_.data(), outer_.size());
}

std::uint64_t TokenMac::operator()(TokenKind kind,
                                   std::string_view scope,
                                   std::string_view text) const noexcept {
  const auto kind_byte = static_cast<unsigned char>(kind);
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256_CTX context;
  std::memcpy(&context, inner_.data(), sizeof(context));
  SHA256_Update(&context, &kind_byte, 1);
  SHA256_Update(&context, scope.data(), scope.size());
  SHA256_Update(&context, text.data(), text.size());
  SHA256_Final(digest.data(), &context);
  std::memcpy(&context, outer_.data(), sizeof(context));
  SHA256_Update(&context, digest.data(), digest.size());
  SHA256_Final(digest.data(), &context);
  // 0 means absent; once in 2^64 a name shares the token 1.
  return std::max<std::uint64_t>(first_64_bits(digest), 1);
}

}  // namespace centinela::privacy
