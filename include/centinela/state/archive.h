// StateWriter and StateReader: one description of a state's fields serves both ways. Floor 3, pure.
//
// A state type lists its fields in order in `template <class A> void describe(A& archive)`. A
// reader that meets a short or oversized field turns bad and leaves the rest untouched; the caller
// asks `ok()` once at the end.
#pragma once

#include "centinela/base/bytes.h"
#include "centinela/base/fixed_vector.h"
#include "centinela/base/strong.h"
#include "centinela/base/time.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <deque>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

namespace centinela::state {

// No state holds more elements than this in one list; a longer length is corruption.
inline constexpr std::uint32_t list_size_max = 1U << 22U;

template <class T>
concept Scalar = std::is_arithmetic_v<T> || std::is_enum_v<T>;

// In memory as in the record, so that lists of them are copied as a whole. Not bool: a byte that is
// neither 0 nor 1 must not become one.
template <class T>
concept Copied = Scalar<T> && !std::is_same_v<T, bool> && !std::is_enum_v<T>;

class StateWriter {
 public:
  static constexpr bool is_reader = false;

  template <class... T>
  void operator()(T&... fields) {
    (write(fields), ...);
  }

  [[nodiscard]] ByteWriter& bytes() noexcept { return bytes_; }
  void clear() noexcept { bytes_.clear(); }
  [[nodiscard]] std::string take() && { return std::move(bytes_).bytes(); }

 private:
  template <Scalar T>
  void write(T& value) {
    bytes_.put(value);
  }
  template <class Tag, class Rep>
  void write(Strong<Tag, Rep>& value) {
    bytes_.put(value.value());
  }
  void write(EventTime& time) { bytes_.put(time.milliseconds()); }
  template <class A, class B>
  void write(std::pair<A, B>& value) {
    (*this)(value.first, value.second);
  }
  template <class T, std::size_t N>
  void write(std::array<T, N>& values) {
    write_all(values);
  }
  template <class T, std::size_t N>
  void write(FixedVector<T, N>& values) {
    bytes_.put(static_cast<std::uint16_t>(values.size()));
    for (T& value : values) {
      write(value);
    }
  }
  template <class T, class Allocator>
  void write(std::vector<T, Allocator>& values) {
    bytes_.put(static_cast<std::uint32_t>(values.size()));
    write_all(values);
  }
  template <class T>
  void write(std::deque<T>& values) {
    bytes_.put(static_cast<std::uint32_t>(values.size()));
    for (T& value : values) {
      write(value);
    }
  }
  template <class T>
  void write(std::unique_ptr<T>& value) {
    bytes_.put(static_cast<std::uint8_t>(value ? 1 : 0));
    if (value) {
      write(*value);
    }
  }
  template <class T>
    requires requires(T& value, StateWriter& archive) { value.describe(archive); }
  void write(T& value) {
    value.describe(*this);
  }

  template <class List>
  void write_all(List& values) {
    using T = typename List::value_type;
    if constexpr (Copied<T>) {
      bytes_.put_raw({reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)});
    } else {
      for (T& value : values) {
        write(value);
      }
    }
  }

  ByteWriter bytes_;
};

class StateReader {
 public:
  static constexpr bool is_reader = true;

  explicit StateReader(std::string_view bytes) noexcept : bytes_(bytes) {}

  template <class... T>
  void operator()(T&... fields) {
    (read(fields), ...);
  }

  // Everything was read, and nothing is left over.
  [[nodiscard]] bool ok() const noexcept { return good_ && bytes_.at_end(); }
  [[nodiscard]] bool good() const noexcept { return good_; }
  [[nodiscard]] std::size_t offset() const noexcept { return bytes_.offset(); }

 private:
  template <Scalar T>
  void read(T& value) {
    if (!good_) {
      return;
    }
    auto result = bytes_.get<T>();
    good_ = result.has_value();
    if (good_) {
      value = *result;
    }
  }
  template <class Tag, class Rep>
  void read(Strong<Tag, Rep>& value) {
    Rep raw{};
    read(raw);
    value = Strong<Tag, Rep>{raw};
  }
  void read(EventTime& time) {
    std::int64_t raw = 0;
    read(raw);
    time = EventTime{raw};
  }
  template <class A, class B>
  void read(std::pair<A, B>& value) {
    (*this)(value.first, value.second);
  }
  template <class T, std::size_t N>
  void read(std::array<T, N>& values) {
    if constexpr (Copied<T>) {
      copy(values.data(), N);
    } else {
      for (T& value : values) {
        read(value);
      }
    }
  }
  template <class T, std::size_t N>
  void read(FixedVector<T, N>& values) {
    std::uint16_t size = 0;
    read(size);
    good_ = good_ && size <= N;
    values.clear();
    for (std::uint16_t i = 0; good_ && i < size; ++i) {
      T value{};
      read(value);
      values.push_back(value);
    }
  }
  template <class T, class Allocator>
  void read(std::vector<T, Allocator>& values) {
    std::uint32_t size = 0;
    read(size);
    good_ = good_ && size <= list_size_max;
    values.clear();
    if constexpr (Copied<T>) {
      good_ = good_ && std::size_t{size} * sizeof(T) <= bytes_.remaining();
      values.resize(good_ ? size : 0);
      copy(values.data(), values.size());
    } else {
      for (std::uint32_t i = 0; good_ && i < size; ++i) {
        read(values.emplace_back());
      }
    }
  }
  template <class T>
  void read(std::deque<T>& values) {
    std::uint32_t size = 0;
    read(size);
    good_ = good_ && size <= list_size_max;
    values.clear();
    for (std::uint32_t i = 0; good_ && i < size; ++i) {
      read(values.emplace_back());
    }
  }
  template <class T>
  void read(std::unique_ptr<T>& value) {
    std::uint8_t is_there = 0;
    read(is_there);
    value.reset();
    if (good_ && is_there == 1) {
      value = std::make_unique<T>();
      read(*value);
    }
  }
  template <class T>
    requires requires(T& value, StateReader& archive) { value.describe(archive); }
  void read(T& value) {
    value.describe(*this);
  }

  template <class T>
  void copy(T* values, std::size_t count) {
    if (!good_ || count == 0) {
      return;
    }
    const auto raw = bytes_.get_raw(count * sizeof(T));
    good_ = raw.has_value();
    if (good_) {
      std::memcpy(values, raw->data(), raw->size());
    }
  }

  ByteReader bytes_;
  bool good_ = true;
};

}  // namespace centinela::state
