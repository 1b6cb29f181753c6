#include "storage/record_seal.h"

#include <openssl/rand.h>

#include <cstring>

namespace centinela::storage {
namespace {

constexpr std::size_t random_bytes = 16;

}  // namespace

RecordSeal::RecordSeal(const privacy::TokenKey& key,
                       std::string_view store,
                       PartitionIndex partition)
    : sealer_(key, "checkpoint"),
      place_(std::string{store} + '\0' + std::to_string(partition.value()) + '\0') {}

Result<void> RecordSeal::begin() {
  if (RAND_bytes(nonce_.data(), static_cast<int>(random_bytes)) != 1) {
    return Error{Errc::internal, "the system gave no random bytes to seal a checkpoint with"};
  }
  return {};
}

std::uint64_t RecordSeal::number() const noexcept {
  std::uint64_t number = 0;
  std::memcpy(&number, nonce_.data(), sizeof number);
  return number;
}

std::string RecordSeal::seal(std::string_view key, std::string_view value) {
  ++sealed_;
  std::memcpy(nonce_.data() + random_bytes, &sealed_, sizeof sealed_);
  return sealer_.seal(value, place_of(key), nonce_);
}

Result<std::string> RecordSeal::open(std::string_view key, std::string_view sealed) const {
  return sealer_.open(sealed, place_of(key));
}

}  // namespace centinela::storage
