// BloomPair: "has this data subject been seen lately?" in fixed memory. Floor 1, a value.
//
// Two blocked Bloom filters that rotate: a token is remembered for at least one period and at most
// two (it is carried over when it is seen again). One cache line per look-up and filter. At its
// capacity a filter holds 11 bits a token and says "seen" wrongly for below 1.5 % (tested); a full
// filter rotates early, so it forgets sooner rather than err more. One thread.
#pragma once

#include "centinela/base/huge_pages.h"
#include "centinela/base/time.h"

#include <cstddef>
#include <cstdint>

namespace centinela::stats {

class BloomPair {
 public:
  BloomPair() = default;
  // Memory is 2 · capacity · 11 bits, rounded up to blocks of 32 bytes; taken at the first add.
  // capacity >= 1, period > 0 (checked).
  BloomPair(std::uint32_t capacity, Duration period);

  // True when the token was seen within the last period; remembers it in either case. Event time
  // that goes back is taken for the present period.
  bool seen_before(std::uint64_t token, EventTime now);
  // Looks without remembering or rotating; what was added more than two periods ago is gone, even
  // when nothing was added since.
  [[nodiscard]] bool contains(std::uint64_t token, EventTime now) const noexcept;

  // Asks the cache for the token's blocks; changes nothing.
  void prefetch(std::uint64_t token) const noexcept;

  [[nodiscard]] std::size_t heap_bytes() const noexcept;
  [[nodiscard]] std::uint32_t capacity() const noexcept { return capacity_; }

  template <class Archive>
  void describe(Archive& archive) {
    archive(capacity_, period_milliseconds_, period_index_, added_, is_started_);
    archive(current_, previous_);
  }

 private:
  void advance(EventTime now);
  void rotate();

  std::uint32_t capacity_ = 256;
  std::int64_t period_milliseconds_ = 45LL * 86'400'000;
  std::int64_t period_index_ = 0;
  std::uint32_t added_ = 0;
  bool is_started_ = false;
  LargeVector<std::uint64_t> current_;  // blocks of four words
  LargeVector<std::uint64_t> previous_;
};

}  // namespace centinela::stats
