// MinHash: how alike two sets of tokens are and about how large one is. Floor 1, values, one
// thread.
//
// The smallest of each of 64 hashes over the set, 256 bytes (Broder 1997). Order and repeats do not
// matter, and merging is the minimum. What others keep of it is one byte of each minimum (b-bit
// minwise hashing with b = 8, Li and König 2010): 64 bytes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace centinela::stats {

inline constexpr std::size_t minima_count = 64;

// The low byte of each minimum.
struct MinHashBytes {
  std::array<std::uint8_t, minima_count> bytes{};

  template <class Archive>
  void describe(Archive& archive) {
    archive(bytes);
  }

  friend bool operator==(const MinHashBytes&, const MinHashBytes&) = default;
};

// |A ∩ B|/|A ∪ B|, standard error below √(J(1 − J)/64 + 1/4000). Unbiased, so that means of it are:
// sets that have nothing in common may give a little below 0, at least −1/255.
[[nodiscard]] double jaccard(const MinHashBytes& a, const MinHashBytes& b) noexcept;

// Cosine of two sets of about that many elements, |A ∩ B|/√(|A|·|B|): where both are equally large,
// the share that they have in common. At most 1; 0 where one is empty.
[[nodiscard]] double set_cosine(double jaccard, double size_a, double size_b) noexcept;

class MinHash {
 public:
  MinHash() noexcept { minima_.fill(UINT32_MAX); }

  void add(std::uint64_t token) noexcept;
  void merge(const MinHash& other) noexcept;
  // About how many different tokens, standard error 1/√62 = 12.7 %.
  [[nodiscard]] double estimate() const noexcept;
  [[nodiscard]] MinHashBytes bytes() const noexcept;

  template <class Archive>
  void describe(Archive& archive) {
    archive(minima_);
  }

  friend bool operator==(const MinHash&, const MinHash&) = default;

 private:
  std::array<std::uint32_t, minima_count> minima_;
};

// The tokens of the last 45 to 90 days: two generations, of which the older goes every 45 days.
class FadingMinHash {
 public:
  static constexpr std::int64_t period_days = 45;

  // A day that goes back is taken for the present period.
  void add(std::uint64_t token, std::int64_t day) noexcept;
  // What is remembered on that day.
  [[nodiscard]] MinHash on(std::int64_t day) const noexcept;

  template <class Archive>
  void describe(Archive& archive) {
    archive(current_, previous_, period_);
  }

 private:
  MinHash current_;
  MinHash previous_;
  std::int64_t period_ = INT64_MIN;
};

}  // namespace centinela::stats
