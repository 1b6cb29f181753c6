#include "centinela/privacy/token_key.h"

#include "centinela/base/check.h"
#include "centinela/base/sha256.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include <algorithm>
#include <memory>

namespace centinela::privacy {
namespace {

constexpr std::size_t hex_digits = 2 * sizeof(TokenKey::Bytes);
constexpr std::string_view expected =
    "expected one line of 64 hex digits (make one with: centinela token --new-key FILE)";

int hex_value(char digit) noexcept {
  if (digit >= '0' && digit <= '9') {
    return digit - '0';
  }
  const char lower = static_cast<char>(digit | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

bool are_alike(const TokenKey::Bytes& bytes) noexcept {
  return std::all_of(bytes.begin(), bytes.end(), [&](auto byte) { return byte == bytes[0]; });
}

std::string_view without_line_end(std::string_view text) noexcept {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) {
    text.remove_suffix(1);
  }
  return text;
}

Error bad_key(std::string found) {
  return {Errc::bad_data, "token key: " + std::string(expected) + "; found " + std::move(found)};
}

}  // namespace

Result<TokenKey> TokenKey::from_random(const Bytes& bytes) {
  if (are_alike(bytes)) {
    return Error{Errc::internal, "token key: the random generator gave 32 equal bytes"};
  }
  TokenKey key;
  key.bytes_ = bytes;
  return key;
}

Result<TokenKey> TokenKey::parse(std::string_view file_text) {
  const std::string_view text = without_line_end(file_text);
  if (text.size() != hex_digits) {
    return bad_key(std::to_string(text.size()) + " bytes");
  }
  TokenKey key;
  for (std::size_t i = 0; i < hex_digits; ++i) {
    const int value = hex_value(text[i]);
    if (value < 0) {
      return bad_key("another character at byte " + std::to_string(i));
    }
    auto& byte = key.bytes_[i / 2];
    byte = static_cast<std::uint8_t>((byte << 4U) | value);
  }
  if (are_alike(key.bytes_)) {
    return bad_key("32 equal bytes, which is no secret");
  }
  return key;
}

TokenKey::TokenKey(TokenKey&& other) noexcept : bytes_(other.bytes_) {
  other.wipe();
}

TokenKey& TokenKey::operator=(TokenKey&& other) noexcept {
  if (this != &other) {
    bytes_ = other.bytes_;
    other.wipe();
  }
  return *this;
}

TokenKey::~TokenKey() {
  wipe();
}

void TokenKey::wipe() noexcept {
  OPENSSL_cleanse(bytes_.data(), bytes_.size());
}

std::string TokenKey::file_text() const {
  return to_hex(bytes_) + "\n";
}

std::string TokenKey::fingerprint() const {
  return to_hex(sha256(secret()), 4);
}

std::string_view TokenKey::secret() const noexcept {
  return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()};
}

TokenKey::Bytes TokenKey::derive(std::string_view purpose) const {
  const std::unique_ptr<EVP_KDF, decltype(&EVP_KDF_free)> hkdf(
      EVP_KDF_fetch(nullptr, "HKDF", nullptr), &EVP_KDF_free);
  CENTINELA_CHECK(hkdf != nullptr);
  const std::unique_ptr<EVP_KDF_CTX, decltype(&EVP_KDF_CTX_free)> context(
      EVP_KDF_CTX_new(hkdf.get()), &EVP_KDF_CTX_free);
  CENTINELA_CHECK(context != nullptr);

  std::string digest = "SHA256";
  std::string info = "centinela " + std::string(purpose);
  Bytes secret_bytes = bytes_;
  const std::array<OSSL_PARAM, 4> parameters = {
      OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.data(), 0),
      OSSL_PARAM_construct_octet_string(
          OSSL_KDF_PARAM_KEY, secret_bytes.data(), secret_bytes.size()),
      OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, info.data(), info.size()),
      OSSL_PARAM_construct_end()};
  Bytes derived{};
  const int ok = EVP_KDF_derive(context.get(), derived.data(), derived.size(), parameters.data());
  OPENSSL_cleanse(secret_bytes.data(), secret_bytes.size());
  CENTINELA_CHECK(ok == 1);
  return derived;
}

}  // namespace centinela::privacy
