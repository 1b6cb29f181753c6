// EarlierReader: reads a record by the layout of the version that wrote it. Floor 3, pure.
//
// What was listed then comes first and in the same order: fields and elements of fixed lists that
// were appended since keep the values of a fresh state. Anything else (another type, less than was
// written) is not understood, and `ok()` says so: a state is refused rather than misread.
#pragma once

#include "centinela/base/bytes.h"
#include "centinela/base/fixed_vector.h"
#include "centinela/base/strong.h"
#include "centinela/base/time.h"
#include "centinela/state/archive.h"
#include "centinela/state/layout_cursor.h"

#include <array>
#include <deque>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

namespace centinela::state {

// How StateLayout notes a scalar.
template <Scalar T>
[[nodiscard]] constexpr std::array<char, 2> scalar_mark() noexcept {
  constexpr auto size = static_cast<char>('0' + sizeof(T));
  if constexpr (std::is_enum_v<T>) {
    return {'e', size};
  } else if constexpr (std::is_same_v<T, bool>) {
    return {'b', size};
  } else if constexpr (std::is_floating_point_v<T>) {
    return {'f', size};
  } else {
    return {std::is_signed_v<T> ? 'i' : 'u', size};
  }
}

class EarlierReader {
 public:
  static constexpr bool is_reader = true;

  EarlierReader(std::string_view bytes, std::string_view layout) noexcept
      : bytes_(bytes), cursor_(layout) {}

  template <class... T>
  void operator()(T&... fields) {
    (read_listed(fields), ...);
  }
  // All that was written was read.
  [[nodiscard]] bool ok() const noexcept {
    return good_ && bytes_.at_end() && cursor_.at_end_of_all();
  }
  [[nodiscard]] bool good() const noexcept { return good_; }

 private:
  template <class T>
  void read_listed(T& field) {
    if (good_ && !cursor_.at_end()) {
      read(field);
    }
  }
  template <Scalar T>
  void read(T& value) {
    constexpr std::array<char, 2> mark = scalar_mark<T>();
    good_ = good_ && cursor_.take({mark.data(), mark.size()});
    if (good_) {
      take(value);
    }
  }
  template <Scalar T>
  void take(T& value) {
    const auto result = bytes_.get<T>();
    good_ = result.has_value();
    if (good_) {
      value = *result;
    }
  }
  template <class Tag, class Rep>
  void read(Strong<Tag, Rep>& value) {
    Rep raw = value.value();
    read(raw);
    value = Strong<Tag, Rep>{raw};
  }
  void read(EventTime& time) {
    good_ = good_ && cursor_.take("t");
    std::int64_t raw = 0;
    if (good_) {
      take(raw);
      time = EventTime{raw};
    }
  }
  template <class A, class B>
  void read(std::pair<A, B>& value) {
    bracketed([&] { (*this)(value.first, value.second); });
  }
  template <class T, std::size_t N>
  void read(std::array<T, N>& values) {
    const std::int64_t count = cursor_.take_number();
    good_ = good_ && count >= 0 && count <= static_cast<std::int64_t>(N) && cursor_.take("x");
    elements(static_cast<std::uint32_t>(good_ ? count : 0),
             [&](std::uint32_t i) { read(values[i]); });
  }
  template <class T, std::size_t N>
  void read(FixedVector<T, N>& values) {
    std::uint16_t size = 0;
    good_ = good_ && cursor_.take("l");
    if (good_) {
      take(size);
    }
    good_ = good_ && size <= N;
    values.clear();
    elements(good_ ? size : 0U, [&](std::uint32_t /*i*/) {
      T value{};
      read(value);
      values.push_back(value);
    });
  }
  template <class T, class Allocator>
  void read(std::vector<T, Allocator>& values) {
    read_list(values);
  }
  template <class T>
  void read(std::deque<T>& values) {
    read_list(values);
  }
  template <class T>
  void read(std::unique_ptr<T>& value) {
    std::uint8_t is_there = 0;
    good_ = good_ && cursor_.take("o");
    if (good_) {
      take(is_there);
    }
    value.reset();
    elements(good_ && is_there == 1 ? 1U : 0U, [&](std::uint32_t /*i*/) {
      value = std::make_unique<T>();
      read(*value);
    });
  }
  template <class T>
    requires requires(T& value, EarlierReader& archive) { value.describe(archive); }
  void read(T& value) {
    bracketed([&] { value.describe(*this); });
  }

  template <class List>
  void read_list(List& values) {
    std::uint32_t size = 0;
    good_ = good_ && cursor_.take("v");
    if (good_) {
      take(size);
    }
    good_ = good_ && size <= list_size_max;
    values.clear();
    elements(good_ ? size : 0U, [&](std::uint32_t /*i*/) { read(values.emplace_back()); });
  }
  template <class Fields>
  void bracketed(const Fields& fields) {
    good_ = good_ && cursor_.take("(");
    if (good_) {
      fields();
    }
    good_ = good_ && cursor_.take(")");
  }
  // Each by the layout of the element that stands here; then on behind it.
  template <class Read>
  void elements(std::uint32_t count, const Read& read_one) {
    const std::size_t place = cursor_.place();
    for (std::uint32_t i = 0; good_ && i < count; ++i) {
      cursor_.go_to(place);
      read_one(i);
    }
    cursor_.go_to(place);
    good_ = good_ && cursor_.skip();
  }

  ByteReader bytes_;
  LayoutCursor cursor_;
  bool good_ = true;
};

}  // namespace centinela::state
