// The files of the token key and of the state key: read, or made when a command may make them.
// Floor 10.
#pragma once

#include "centinela/base/result.h"
#include "centinela/privacy/token_key.h"

#include <cstdint>
#include <filesystem>

namespace centinela::app {

// For the words of an error: the two have settings of their own.
enum class KeyUse : std::uint8_t { tokens, state };

// Error: config when it is not there (naming the command that makes one) or others can read it;
// bad_data when it does not hold a key.
[[nodiscard]] Result<privacy::TokenKey> read_key_file(const std::filesystem::path& path,
                                                      KeyUse use = KeyUse::tokens);

// A new random key, mode 0600, in a directory that is made when it is missing, on the disk before
// this returns. Error: io, also when the file is there already: a key is never overwritten.
[[nodiscard]] Result<privacy::TokenKey> make_key_file(const std::filesystem::path& path,
                                                      KeyUse use = KeyUse::tokens);

// The key of the file, or a new one where there is no file.
struct KeyInForce {
  privacy::TokenKey key;
  bool is_new = false;
};
[[nodiscard]] Result<KeyInForce> read_or_make_key_file(const std::filesystem::path& path);

}  // namespace centinela::app
