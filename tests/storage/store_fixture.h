// Changes, markers and keys for tests of stores. Tests only.
#pragma once

#include "centinela/privacy/token_key.h"

#include "storage/checkpoint_store.h"

#include <map>
#include <string>

namespace centinela::storage::testing {

using Records = std::map<std::string, std::string>;

inline privacy::TokenKey sealing_key(std::uint8_t first = 7) {
  privacy::TokenKey::Bytes bytes{};
  bytes[0] = first;
  auto key = privacy::TokenKey::from_random(bytes);
  CENTINELA_CHECK(key.has_value());
  return *std::move(key);
}

// Keeps what the store should hold beside what it is told.
class Book {
 public:
  void put(const std::string& key, const std::string& value) {
    records_[key] = value;
    changes_.put(key, value);
  }
  void erase(const std::string& key) {
    records_.erase(key);
    changes_.erase(key);
  }
  void everything() {
    changes_ = {};
    changes_.is_everything = true;
    for (const auto& [key, value] : records_) {
      changes_.put(key, value);
    }
  }
  [[nodiscard]] Result<void> save(CheckpointStore& store) {
    changes_.sum = {};
    for (const auto& [key, value] : records_) {
      ++changes_.sum.records;
      changes_.sum.digest += pipeline::record_digest(key, value);
    }
    Marker marker;
    marker.number = ++number_;
    marker.sum = changes_.sum;
    marker.positions = {{"in", 0, static_cast<std::int64_t>(number_) * 10}};
    return store.save(std::exchange(changes_, {}), marker);
  }
  [[nodiscard]] const Records& records() const { return records_; }
  [[nodiscard]] std::uint64_t number() const { return number_; }

 private:
  Records records_;
  pipeline::StateChanges changes_;
  std::uint64_t number_ = 0;
};

inline Result<Records> read(CheckpointStore& store) {
  Records records;
  CENTINELA_TRY(
      store.load([&records](std::string_view key, std::string_view value) -> Result<void> {
        records[std::string{key}] = value;
        return {};
      }));
  return records;
}

}  // namespace centinela::storage::testing
