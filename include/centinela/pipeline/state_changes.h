// StateChanges: what a checkpoint has to write, as records of bytes. Floor 8, plain value.
//
// A key is its section's number, then either the number of a piece (u32, big-endian) of what is
// saved as a whole, or an entity (type, tenant, id). Values are not sealed here: they hold tokens
// and, in the name book, words; a store seals them.
#pragma once

#include "centinela/state/section.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace centinela::pipeline {

// What a checkpoint comes to, all its records together; the digest does not depend on their order.
struct StateSum {
  std::uint64_t digest = 0;
  std::uint64_t records = 0;

  friend bool operator==(const StateSum&, const StateSum&) = default;
};

// Of one record, never 0.
[[nodiscard]] std::uint64_t record_digest(std::string_view key, std::string_view value) noexcept;

class StateChanges {
 public:
  void put(std::string_view key, std::string_view value) { add(key, value, false); }
  void erase(std::string_view key) { add(key, {}, true); }

  // In the order in which they have to be applied.
  template <class Visitor>  // (key, value, is_erased)
  void for_each(Visitor&& visit) const {
    std::size_t at = 0;
    for (const Entry& entry : entries_) {
      const std::string_view all{bytes_};
      visit(all.substr(at, entry.key_size),
            all.substr(at + entry.key_size, entry.value_size),
            entry.is_erased);
      at += entry.key_size + std::size_t{entry.value_size};
    }
  }
  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
  [[nodiscard]] std::size_t bytes() const noexcept { return bytes_.size(); }

  bool is_everything = false;  // what was saved before is void
  StateSum sum;                // of the whole state after these changes

 private:
  struct Entry {
    std::uint32_t value_size = 0;
    std::uint16_t key_size = 0;
    bool is_erased = false;
  };

  void add(std::string_view key, std::string_view value, bool is_erased) {
    entries_.push_back({static_cast<std::uint32_t>(value.size()),
                        static_cast<std::uint16_t>(key.size()),
                        is_erased});
    bytes_.append(key);
    bytes_.append(value);
  }

  std::string bytes_;  // one after the other
  std::vector<Entry> entries_;
};

}  // namespace centinela::pipeline
