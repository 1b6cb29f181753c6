// ByteWriter and ByteReader: the one way state and models become bytes. Floor 0, pure.
//
// Little-endian, no padding, lengths before contents. A reader never trusts its input: every read
// is bounded and a short or oversized field is a bad_data error with the byte offset.
#pragma once

#include "centinela/base/result.h"

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

namespace centinela {

static_assert(std::endian::native == std::endian::little, "state layouts are little-endian");

class ByteWriter {
 public:
  template <class T>
    requires(std::is_arithmetic_v<T> || std::is_enum_v<T>)
  void put(T value) {
    std::array<char, sizeof(T)> raw{};
    std::memcpy(raw.data(), &value, sizeof(T));
    bytes_.append(raw.data(), raw.size());
  }
  // Length as u32, then the bytes.
  void put_string(std::string_view text);
  void put_raw(std::string_view bytes) { bytes_.append(bytes); }

  // Empty again, with its room kept.
  void clear() noexcept { bytes_.clear(); }

  [[nodiscard]] const std::string& bytes() const& noexcept { return bytes_; }
  [[nodiscard]] std::string bytes() && noexcept { return std::move(bytes_); }

 private:
  std::string bytes_;
};

class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) noexcept : bytes_(bytes) {}

  template <class T>
    requires(std::is_arithmetic_v<T> || std::is_enum_v<T>)
  [[nodiscard]] Result<T> get() {
    if (remaining() < sizeof(T)) {
      return short_read(sizeof(T));
    }
    T value{};
    std::memcpy(&value, bytes_.data() + offset_, sizeof(T));
    offset_ += sizeof(T);
    return value;
  }
  // Refuses a length above size_max before it looks at the contents.
  [[nodiscard]] Result<std::string_view> get_string(std::size_t size_max);
  [[nodiscard]] Result<std::string_view> get_raw(std::size_t size);

  [[nodiscard]] std::size_t offset() const noexcept { return offset_; }
  [[nodiscard]] std::size_t remaining() const noexcept { return bytes_.size() - offset_; }
  [[nodiscard]] bool at_end() const noexcept { return remaining() == 0; }

 private:
  [[nodiscard]] Error short_read(std::size_t wanted) const;

  std::string_view bytes_;
  std::size_t offset_ = 0;
};

}  // namespace centinela
