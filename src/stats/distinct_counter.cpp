#include "centinela/stats/distinct_counter.h"

#include "centinela/base/hash.h"
#include "centinela/stats/hyper_log_log.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace centinela::stats {
namespace {

constexpr std::size_t slots_first = 16;
constexpr std::size_t kept_words_max = 64;
constexpr std::size_t registers_size = 1024;

std::span<std::uint8_t> registers_of(std::vector<std::uint64_t>& words) noexcept {
  return {reinterpret_cast<std::uint8_t*>(words.data()), registers_size};
}

// The slot that holds the token, or the free one where it belongs. Slots are a power of two and at
// most half full.
std::size_t slot_of(std::span<const std::uint64_t> slots, std::uint64_t token) noexcept {
  const std::size_t mask = slots.size() - 1;
  std::size_t slot = mix64(token) & mask;
  while (slots[slot] != 0 && slots[slot] != token) {
    slot = (slot + 1) & mask;
  }
  return slot;
}

}  // namespace

bool DistinctCounter::add(std::uint64_t token) {
  if (is_sketch_) {
    return add_to_sketch(token);
  }
  if (contains(token)) {
    return false;
  }
  if (count_ == exact_max) {
    become_sketch();
    add_to_sketch(token);
    return true;
  }
  return insert(token);
}

bool DistinctCounter::insert(std::uint64_t token) {
  if (token == 0) {
    has_zero_ = true;
  } else {
    if (words_.size() < 2 * (static_cast<std::size_t>(count_) + 1)) {
      grow();
    }
    words_[slot_of(words_, token)] = token;
  }
  ++count_;
  return true;
}

bool DistinctCounter::add_to_sketch(std::uint64_t token) noexcept {
  if (!hyper_log_log_add(registers_of(words_), mix64(token))) {
    return false;
  }
  // The estimate moves only with a register, so count() costs nothing.
  const double estimate = hyper_log_log_estimate(registers_of(words_));
  count_ = std::max(static_cast<std::uint32_t>(exact_max) + 1,
                    static_cast<std::uint32_t>(std::min(std::round(estimate), 4e9)));
  return true;
}

void DistinctCounter::grow() {
  std::vector<std::uint64_t> larger(std::max(slots_first, words_.size() * 2), 0);
  for (const std::uint64_t token : words_) {
    if (token != 0) {
      larger[slot_of(larger, token)] = token;
    }
  }
  words_.swap(larger);
}

void DistinctCounter::become_sketch() {
  std::vector<std::uint64_t> tokens(registers_size / sizeof(std::uint64_t), 0);
  tokens.swap(words_);
  is_sketch_ = true;
  for (const std::uint64_t token : tokens) {
    if (token != 0) {
      hyper_log_log_add(registers_of(words_), mix64(token));
    }
  }
  if (has_zero_) {
    hyper_log_log_add(registers_of(words_), mix64(0));
    has_zero_ = false;
  }
}

bool DistinctCounter::contains(std::uint64_t token) const noexcept {
  if (is_sketch_) {
    return false;
  }
  if (token == 0) {
    return has_zero_;
  }
  return !words_.empty() && words_[slot_of(words_, token)] == token;
}

bool DistinctCounter::remove(std::uint64_t token) {
  if (!contains(token)) {
    return false;
  }
  --count_;
  if (token == 0) {
    has_zero_ = false;
    return true;
  }
  // Made anew, in the order of the slots: a hole would end the probe of those behind it.
  std::vector<std::uint64_t> rest(words_.size(), 0);
  for (const std::uint64_t kept : words_) {
    if (kept != 0 && kept != token) {
      rest[slot_of(rest, kept)] = kept;
    }
  }
  words_.swap(rest);
  return true;
}

std::int64_t DistinctCounter::count() const noexcept {
  return count_;
}

std::size_t DistinctCounter::heap_bytes() const noexcept {
  return words_.capacity() * sizeof(std::uint64_t);
}

void DistinctCounter::merge(const DistinctCounter& other) {
  if (!other.is_sketch_) {
    for (const std::uint64_t token : other.words_) {
      if (token != 0) {
        add(token);
      }
    }
    if (other.has_zero_) {
      add(0);
    }
    return;
  }
  if (!is_sketch_) {
    become_sketch();
  }
  std::vector<std::uint64_t> theirs = other.words_;
  const auto mine = registers_of(words_);
  const auto more = registers_of(theirs);
  for (std::size_t i = 0; i < registers_size; ++i) {
    mine[i] = std::max(mine[i], more[i]);
  }
  const double estimate = hyper_log_log_estimate(mine);
  count_ = std::max({count_, other.count_, static_cast<std::uint32_t>(std::round(estimate))});
}

void DistinctCounter::clear() noexcept {
  if (is_sketch_ || words_.size() > kept_words_max) {
    std::vector<std::uint64_t>().swap(words_);
  } else {
    std::fill(words_.begin(), words_.end(), 0);
  }
  count_ = 0;
  is_sketch_ = false;
  has_zero_ = false;
}

bool operator==(const DistinctCounter& a, const DistinctCounter& b) noexcept {
  if (a.is_sketch_ != b.is_sketch_ || a.count_ != b.count_ || a.has_zero_ != b.has_zero_) {
    return false;
  }
  if (a.is_sketch_) {
    return a.words_ == b.words_;
  }
  return std::all_of(a.words_.begin(), a.words_.end(), [&](std::uint64_t token) {
    return token == 0 || b.contains(token);
  });
}

}  // namespace centinela::stats
