#include "centinela/stats/bloom_pair.h"

#include "centinela/base/check.h"
#include "centinela/base/hash.h"

#include <algorithm>
#include <array>

namespace centinela::stats {
namespace {

constexpr std::size_t words_per_block = 4;
constexpr std::size_t bits_per_block = 256;
constexpr std::size_t bits_per_token = 11;
constexpr std::uint64_t salt = 0x5BD1E995C0FFEE11ULL;

// One bit in each of eight 32-bit lanes (Putze, Sanders, Singler 2007: blocked Bloom filters), the
// lane's bit chosen by multiplying with its own odd number.
constexpr auto multipliers = [] {
  std::array<std::uint32_t, 2 * words_per_block> odd{};
  for (std::size_t i = 0; i < odd.size(); ++i) {
    odd[i] = static_cast<std::uint32_t>(mix64(i + 1)) | 1U;
  }
  return odd;
}();

struct Probe {
  std::size_t first_word = 0;
  std::array<std::uint64_t, words_per_block> bits{};
};

std::size_t first_word_of(std::uint64_t hash, std::size_t words) noexcept {
  const std::uint64_t blocks = words / words_per_block;
  return static_cast<std::size_t>(((hash >> 32U) * blocks) >> 32U) * words_per_block;
}

Probe probe_of(std::uint64_t token, std::size_t words) noexcept {
  const std::uint64_t hash = mix64(token ^ salt);
  const auto low = static_cast<std::uint32_t>(hash);
  Probe probe;
  probe.first_word = first_word_of(hash, words);
  for (std::size_t lane = 0; lane < multipliers.size(); ++lane) {
    const std::uint32_t bit = (low * multipliers[lane]) >> 27U;
    probe.bits[lane / 2] |= 1ULL << (bit + 32U * (lane % 2));
  }
  return probe;
}

bool holds(const LargeVector<std::uint64_t>& words, std::uint64_t token) noexcept {
  if (words.empty()) {
    return false;
  }
  const Probe probe = probe_of(token, words.size());
  std::uint64_t missing = 0;
  for (std::size_t i = 0; i < words_per_block; ++i) {
    missing |= probe.bits[i] & ~words[probe.first_word + i];
  }
  return missing == 0;
}

}  // namespace

BloomPair::BloomPair(std::uint32_t capacity, Duration period)
    : capacity_(capacity), period_milliseconds_(period.count()) {
  CENTINELA_CHECK(capacity >= 1);
  CENTINELA_CHECK(period.count() > 0);
}

bool BloomPair::seen_before(std::uint64_t token, EventTime now) {
  advance(now);
  if (holds(current_, token)) {
    return true;
  }
  const bool was_seen = holds(previous_, token);
  if (added_ >= capacity_) {
    rotate();
  }
  if (current_.empty()) {
    const std::size_t blocks = (capacity_ * bits_per_token + bits_per_block - 1) / bits_per_block;
    current_.assign(blocks * words_per_block, 0);
  }
  const Probe probe = probe_of(token, current_.size());
  for (std::size_t i = 0; i < words_per_block; ++i) {
    current_[probe.first_word + i] |= probe.bits[i];
  }
  ++added_;
  return was_seen;
}

bool BloomPair::contains(std::uint64_t token, EventTime now) const noexcept {
  const std::int64_t passed =
      window_index(now, Duration{period_milliseconds_}) - (is_started_ ? period_index_ : 0);
  // What advance() would rotate away no longer counts.
  return passed <= 1 && (holds(current_, token) || (passed <= 0 && holds(previous_, token)));
}

void BloomPair::prefetch(std::uint64_t token) const noexcept {
  const std::uint64_t hash = mix64(token ^ salt);
  for (const LargeVector<std::uint64_t>* words : {&current_, &previous_}) {
    if (!words->empty()) {
      __builtin_prefetch(&(*words)[first_word_of(hash, words->size())]);
    }
  }
}

std::size_t BloomPair::heap_bytes() const noexcept {
  return (current_.capacity() + previous_.capacity()) * sizeof(std::uint64_t);
}

void BloomPair::advance(EventTime now) {
  const std::int64_t index = window_index(now, Duration{period_milliseconds_});
  if (!is_started_) {
    is_started_ = true;
    period_index_ = index;
  }
  if (index <= period_index_) {
    return;
  }
  const bool is_next = index == period_index_ + 1;
  period_index_ = index;
  rotate();
  if (!is_next) {
    rotate();
  }
}

void BloomPair::rotate() {
  previous_.swap(current_);
  std::fill(current_.begin(), current_.end(), 0);
  added_ = 0;
}

}  // namespace centinela::stats
