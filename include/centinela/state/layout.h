// StateLayout: an archive that writes down what a describe() lists instead of its values. Floor 3.
//
// Two binaries whose layouts print the same read each other's records; where they differ, a
// checkpoint is refused instead of misread. Elements of lists are described once, by an empty one.
#pragma once

#include "centinela/base/fixed_vector.h"
#include "centinela/base/strong.h"
#include "centinela/base/time.h"
#include "centinela/state/archive.h"

#include <array>
#include <deque>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace centinela::state {

class StateLayout {
 public:
  static constexpr bool is_reader = false;

  template <class... T>
  void operator()(T&... fields) {
    (note(fields), ...);
  }
  [[nodiscard]] std::string take() && { return std::move(text_); }

 private:
  // b: truth, f: floating point, i, u: whole number with and without sign; then its bytes.
  template <Scalar T>
  void note(T& /*value*/) {
    if constexpr (std::is_enum_v<T>) {
      text_ += 'e';
    } else if constexpr (std::is_same_v<T, bool>) {
      text_ += 'b';
    } else if constexpr (std::is_floating_point_v<T>) {
      text_ += 'f';
    } else {
      text_ += std::is_signed_v<T> ? 'i' : 'u';
    }
    text_ += static_cast<char>('0' + sizeof(T));
  }
  template <class Tag, class Rep>
  void note(Strong<Tag, Rep>& /*value*/) {
    Rep raw{};
    note(raw);
  }
  void note(EventTime& /*time*/) { text_ += 't'; }
  template <class A, class B>
  void note(std::pair<A, B>& value) {
    text_ += '(';
    (*this)(value.first, value.second);
    text_ += ')';
  }
  template <class T, std::size_t N>
  void note(std::array<T, N>& /*values*/) {
    text_ += std::to_string(N);
    element<T>('x');
  }
  template <class T, std::size_t N>
  void note(FixedVector<T, N>& /*values*/) {
    element<T>('l');  // its bound may grow
  }
  template <class T, class Allocator>
  void note(std::vector<T, Allocator>& /*values*/) {
    element<T>('v');
  }
  template <class T>
  void note(std::deque<T>& /*values*/) {
    element<T>('v');
  }
  template <class T>
  void note(std::unique_ptr<T>& /*value*/) {
    element<T>('o');
  }
  template <class T>
    requires requires(T& value, StateLayout& archive) { value.describe(archive); }
  void note(T& value) {
    text_ += '(';
    value.describe(*this);
    text_ += ')';
  }

  template <class T>
  void element(char kind) {
    text_ += kind;
    const auto empty = std::make_unique<T>();
    note(*empty);
  }

  std::string text_;
};

}  // namespace centinela::state
