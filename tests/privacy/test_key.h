// The key of the tests: bytes 1 to 32. Golden values below tests/privacy are under it.
#pragma once

#include "centinela/privacy/token_key.h"

namespace centinela::privacy {

inline TokenKey test_key(std::uint8_t first = 1) {
  TokenKey::Bytes bytes{};
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<std::uint8_t>(first + i);
  }
  return *TokenKey::from_random(bytes);
}

}  // namespace centinela::privacy
