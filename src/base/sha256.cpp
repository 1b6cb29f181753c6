#include "centinela/base/sha256.h"

#include "centinela/base/check.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace centinela {

Sha256 sha256(std::string_view bytes) noexcept {
  Sha256 digest{};
  unsigned int size = 0;
  const int ok =
      EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr);
  CENTINELA_CHECK(ok == 1);
  CENTINELA_CHECK(size == digest.size());
  return digest;
}

Sha256 hmac_sha256(std::string_view key, std::string_view message) noexcept {
  Sha256 digest{};
  unsigned int size = 0;
  const auto* data = reinterpret_cast<const unsigned char*>(message.data());
  const auto* made = HMAC(EVP_sha256(),
                          key.data(),
                          static_cast<int>(key.size()),
                          data,
                          message.size(),
                          digest.data(),
                          &size);
  CENTINELA_CHECK(made != nullptr);
  CENTINELA_CHECK(size == digest.size());
  return digest;
}

std::string to_hex(const Sha256& digest, std::size_t size) {
  CENTINELA_CHECK(size <= digest.size());
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(2 * size);
  for (std::size_t i = 0; i < size; ++i) {
    text += digits[digest[i] >> 4U];
    text += digits[digest[i] & 15U];
  }
  return text;
}

}  // namespace centinela
