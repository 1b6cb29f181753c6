// TokenKey: the 32 secret bytes that every token is made with. Floor 2, owns and wipes them.
//
// Reads no file and draws no randomness: the rind hands over the text of the key file, or random
// bytes for a new key. The file is one line of 64 hex digits, mode 0600 (docs/privacy.md).
// Movable, never copied; the bytes are overwritten on destruction.
#pragma once

#include "centinela/base/result.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace centinela::privacy {

class TokenKey {
 public:
  using Bytes = std::array<std::uint8_t, 32>;

  // From random bytes. Refuses bytes that are all alike: a generator that failed (internal).
  [[nodiscard]] static Result<TokenKey> from_random(const Bytes& bytes);
  // From the content of a key file; bad_data says what was expected, never what was there.
  [[nodiscard]] static Result<TokenKey> parse(std::string_view file_text);

  TokenKey(TokenKey&& other) noexcept;
  TokenKey& operator=(TokenKey&& other) noexcept;
  TokenKey(const TokenKey&) = delete;
  TokenKey& operator=(const TokenKey&) = delete;
  ~TokenKey();

  // The content of a key file: 64 hex digits and a line feed. As secret as the key.
  [[nodiscard]] std::string file_text() const;
  // The first 8 hex digits of the key's SHA-256: names the key in alerts, tells nothing of it.
  [[nodiscard]] std::string fingerprint() const;
  // Secret: for this module's own derivations (HMAC, HKDF).
  [[nodiscard]] std::string_view secret() const noexcept;
  // HKDF-SHA-256 (RFC 5869) of the key for one purpose; purposes never share a derived key.
  [[nodiscard]] Bytes derive(std::string_view purpose) const;

 private:
  TokenKey() = default;
  void wipe() noexcept;

  Bytes bytes_{};
};

}  // namespace centinela::privacy
