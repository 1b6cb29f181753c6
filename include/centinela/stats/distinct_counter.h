// DistinctCounter: distinct tokens in a window, exact up to 256, then HyperLogLog. Floor 1, a
// value.
//
// One growing table that starts at 16 slots and keeps a small buffer over clear(), so a busy
// entity stops allocating after its first windows; at most 4 KiB while exact, 1 KiB after. Error
// after 256: 3.3 % (HyperLogLog with 2^10 registers). One thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace centinela::stats {

class DistinctCounter {
 public:
  static constexpr std::size_t exact_max = 256;

  // True when the token was not there. Exact up to exact_max; afterwards true is right and false
  // may be wrong (the sketch did not change).
  bool add(std::uint64_t token);
  // Known for sure to be there; always false once the counter is a sketch.
  [[nodiscard]] bool contains(std::uint64_t token) const noexcept;

  // Forgets a token; false when it was not known to be there. A sketch holds none and stays.
  bool remove(std::uint64_t token);

  [[nodiscard]] std::int64_t count() const noexcept;
  [[nodiscard]] bool is_exact() const noexcept { return !is_sketch_; }
  [[nodiscard]] bool empty() const noexcept { return !is_sketch_ && count_ == 0; }
  // Bytes held outside the object.
  [[nodiscard]] std::size_t heap_bytes() const noexcept;

  // Union with another counter.
  void merge(const DistinctCounter& other);
  // A new window: keeps at most 512 bytes of buffer.
  void clear() noexcept;

  template <class Archive>
  void describe(Archive& archive) {
    archive(words_, count_, is_sketch_, has_zero_);
  }

  // The same set or sketch; the history of insertions does not matter.
  friend bool operator==(const DistinctCounter& a, const DistinctCounter& b) noexcept;

 private:
  bool insert(std::uint64_t token);
  bool add_to_sketch(std::uint64_t token) noexcept;
  void grow();
  void become_sketch();

  std::vector<std::uint64_t> words_;  // hash slots (0 = free), or 1024 registers of one byte
  std::uint32_t count_ = 0;           // exact count
  bool is_sketch_ = false;
  bool has_zero_ = false;  // token 0 cannot live in a slot
};

}  // namespace centinela::stats
