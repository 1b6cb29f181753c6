// InvariantAccount: a broken promise is never throttled, but one that is broken all the time is its
// owner's problem, machinery (k). Floor 7, plain data.
//
// More than 3 pages a week per (invariant, producer, version) without a malicious ruling, and the
// rest of them are tickets until a week has passed with fewer. Canaries are exempt.
#pragma once

#include "centinela/base/fixed_vector.h"
#include "centinela/base/time.h"

#include <cstdint>

namespace centinela::alerting {

class InvariantAccount {
 public:
  static constexpr int pages_per_week = 3;

  // Books one page; false when the account is spent. `key` names invariant, producer and version.
  bool page(std::uint64_t key, EventTime now) noexcept;

  // The page just booked was the first that the account did not cover.
  [[nodiscard]] bool is_just_spent(std::uint64_t key) const noexcept;
  // One of them was real: a `malicious` ruling gives its page back.
  void forgive(std::uint64_t key) noexcept;

  template <class Archive>
  void describe(Archive& archive) {
    archive(entries_);
  }

 private:
  struct Entry {
    std::uint64_t key = 0;
    EventTime week_start;
    std::int32_t pages = 0;

    template <class Archive>
    void describe(Archive& archive) {
      archive(key, week_start, pages);
    }
  };
  FixedVector<Entry, 64> entries_;  // the oldest makes room
};

}  // namespace centinela::alerting
