// RecordSeal: seals the records of a store, each bound to its store, partition and key. Floor 9,
// one thread.
#pragma once

#include "centinela/event/position.h"
#include "centinela/privacy/seal.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace centinela::storage {

class RecordSeal {
 public:
  RecordSeal(const privacy::TokenKey& key, std::string_view store, PartitionIndex partition);

  // Fresh randomness for the records of one checkpoint. Error: internal when there is none.
  [[nodiscard]] Result<void> begin();
  // Of the last begin(), and of no other: random.
  [[nodiscard]] std::uint64_t number() const noexcept;
  [[nodiscard]] std::string seal(std::string_view key, std::string_view value);
  [[nodiscard]] Result<std::string> open(std::string_view key, std::string_view sealed) const;

 private:
  [[nodiscard]] std::string place_of(std::string_view key) const {
    return place_ + std::string{key};
  }

  privacy::Sealer sealer_;
  std::string place_;
  privacy::SealNonce nonce_{};  // 16 random bytes, then a count
  std::uint64_t sealed_ = 0;
};

}  // namespace centinela::storage
