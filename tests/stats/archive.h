// WriteArchive and ReadArchive: the smallest archive that describe() is written for, for tests.
//
// Fields are numbers, bools, std::array or std::vector of numbers, or values with describe().
#pragma once

#include "centinela/base/bytes.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>
#include <vector>

namespace centinela::test {

class WriteArchive {
 public:
  template <class... Fields>
  void operator()(Fields&... fields) {
    (put(fields), ...);
  }
  [[nodiscard]] const std::string& bytes() const { return writer_.bytes(); }

 private:
  template <class T>
  void put(T& field) {
    if constexpr (std::is_arithmetic_v<T>) {
      writer_.put(field);
    } else {
      field.describe(*this);
    }
  }
  template <class T, std::size_t N>
  void put(std::array<T, N>& field) {
    for (T& value : field) {
      put(value);
    }
  }
  template <class T, class Allocator>
  void put(std::vector<T, Allocator>& field) {
    writer_.put(static_cast<std::uint32_t>(field.size()));
    for (T& value : field) {
      put(value);
    }
  }

  ByteWriter writer_;
};

class ReadArchive {
 public:
  explicit ReadArchive(std::string_view bytes) : reader_(bytes) {}

  template <class... Fields>
  void operator()(Fields&... fields) {
    (take(fields), ...);
  }
  [[nodiscard]] bool at_end() const { return reader_.at_end(); }

 private:
  template <class T>
  void take(T& field) {
    if constexpr (std::is_arithmetic_v<T>) {
      field = reader_.get<T>().value();
    } else {
      field.describe(*this);
    }
  }
  template <class T, std::size_t N>
  void take(std::array<T, N>& field) {
    for (T& value : field) {
      take(value);
    }
  }
  template <class T, class Allocator>
  void take(std::vector<T, Allocator>& field) {
    field.resize(reader_.get<std::uint32_t>().value());
    for (T& value : field) {
      take(value);
    }
  }

  ByteReader reader_;
};

template <class T>
[[nodiscard]] std::string saved(const T& value) {
  T copy = value;
  WriteArchive archive;
  copy.describe(archive);
  return archive.bytes();
}

// The value after a journey through bytes; every byte must have been read.
template <class T>
[[nodiscard]] T round_trip(const T& value) {
  const std::string bytes = saved(value);
  T restored{};
  ReadArchive archive(bytes);
  restored.describe(archive);
  CENTINELA_CHECK(archive.at_end());
  return restored;
}

}  // namespace centinela::test
