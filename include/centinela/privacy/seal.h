// Sealer: authenticated encryption of what holds names (name book, dead letters) or is state.
// Floor 2, confined to one thread; randomness is the caller's.
//
// AES-256-GCM under a key of its own for every message, HMAC-SHA-256(sealing key, nonce), so that
// random 24-byte nonces never meet the 2^32 messages that bound plain GCM. The associated data
// (store ‖ partition ‖ key) binds a sealed record to its place: moved, it does not open.
#pragma once

#include "centinela/base/result.h"
#include "centinela/privacy/token_key.h"

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace centinela::privacy {

using SealNonce = std::array<std::uint8_t, 24>;

class Sealer {
 public:
  // One purpose, one key: what is sealed as "name book" does not open as "dead letter".
  Sealer(const TokenKey& key, std::string_view purpose);
  Sealer(const Sealer&) = delete;
  Sealer& operator=(const Sealer&) = delete;
  Sealer(Sealer&&) = delete;
  Sealer& operator=(Sealer&&) = delete;
  ~Sealer();

  // Magic "CNS1", nonce, ciphertext, 16-byte tag. Never seal twice with one nonce.
  [[nodiscard]] std::string seal(std::string_view plain,
                                 std::string_view associated_data,
                                 const SealNonce& nonce) const;
  // bad_data when it is not sealed, was cut or changed, sealed under another key, or moved.
  [[nodiscard]] Result<std::string> open(std::string_view sealed,
                                         std::string_view associated_data) const;

 private:
  TokenKey::Bytes key_;
};

}  // namespace centinela::privacy
