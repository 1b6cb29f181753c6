// Field: one row of the table that parses, bounds, documents and prints a setting. Floor 9, pure.
//
// A row is bound to a member of a settings struct by type; constant data without state, so any
// thread may read it. `fields_of<S>()` is the table of struct S, in the order of the manual.
#pragma once

#include "config/sections.h"

#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace centinela::config {

enum class Type : std::uint8_t {
  text,
  boolean,
  integer,
  real,
  duration,
  size,
  clock,        // 08:30
  date,         // 2026-12-24
  instant,      // RFC 3339
  choice,       // one of a few words
  texts,        // list of text
  integers,     // list of integers
  text_map,     // name → text; what follows in --set is one name, dots and all
  texts_map,    // name → list of text
  section,      // nested struct
  sections,     // list of structs
  section_map,  // name → struct
};

struct Field;
using Fields = std::span<const Field>;

// Empty: fine. Else what was expected, without the value found.
using Check = std::string (*)(const void* value);
// Judges the name of a map entry; the same convention.
using NameCheck = std::string (*)(std::string_view name);

struct Item {
  std::string name;  // empty in a list
  const void* value = nullptr;
};

// How to walk a list or map of structs without knowing its type.
struct Container {
  void (*clear)(void* container) = nullptr;
  void* (*add)(void* container, const std::string& name) = nullptr;  // finds an entry of that name
  std::vector<Item> (*items)(const void* container) = nullptr;
  const void* (*blank)() = nullptr;  // an element with its defaults, alive for ever
};

struct Traits {
  double minimum = -std::numeric_limits<double>::infinity();  // of numbers; durations in ms
  double maximum = std::numeric_limits<double>::infinity();
  std::string_view unit = {};          // of numbers, in the manual
  std::string_view default_note = {};  // stands for the default in the manual
  std::string_view example = {};       // YAML, one line
  Check check = nullptr;
  NameCheck name_check = nullptr;
  bool is_required = false;     // within an element of a list or map
  bool is_secret = false;       // never printed
  bool changes_alerts = false;  // part of alert_hash; holds for everything below
  bool switches = false;        // judged by, though no part of it: `centinela switch` brings it
  bool restarts = false;        // a change needs a restart; holds for everything below
};

struct Field {
  std::string_view name;
  std::string_view meaning;  // full sentences
  Type type = Type::text;
  void* (*at)(void* owner) = nullptr;
  std::span<const std::string_view> words;  // of a choice, in enumerator order
  Fields (*fields)() = nullptr;             // of nested structs
  Container container;
  Traits traits;

  [[nodiscard]] const void* in(const void* owner) const {
    return at(const_cast<void*>(owner));  // only an address is computed
  }
};

template <class E>
struct Choices;  // the words of an enum, in enumerator order

template <class S>
Fields fields_of();

namespace detail {

template <class S>
const void* blank() {
  static const S element{};
  return &element;
}

template <auto Member>
struct MemberOf;
template <class S, class V, V S::*Member>
struct MemberOf<Member> {
  using Value = V;
  static void* at(void* owner) { return &(static_cast<S*>(owner)->*Member); }
};

template <class V>
struct TypeOf {
  static constexpr Type value = std::is_enum_v<V> ? Type::choice : Type::section;
};
template <Type T>
struct Is {
  static constexpr Type value = T;
};
template <>
struct TypeOf<std::string> : Is<Type::text> {};
template <>
struct TypeOf<bool> : Is<Type::boolean> {};
template <>
struct TypeOf<std::int64_t> : Is<Type::integer> {};
template <>
struct TypeOf<double> : Is<Type::real> {};
template <>
struct TypeOf<Duration> : Is<Type::duration> {};
template <>
struct TypeOf<Size> : Is<Type::size> {};
template <>
struct TypeOf<ClockTime> : Is<Type::clock> {};
template <>
struct TypeOf<Date> : Is<Type::date> {};
template <>
struct TypeOf<EventTime> : Is<Type::instant> {};
template <>
struct TypeOf<Words> : Is<Type::texts> {};
template <>
struct TypeOf<std::vector<std::int64_t>> : Is<Type::integers> {};
template <>
struct TypeOf<std::map<std::string, std::string>> : Is<Type::text_map> {};
template <>
struct TypeOf<std::map<std::string, Words>> : Is<Type::texts_map> {};
template <class S>
struct TypeOf<std::vector<S>> : Is<Type::sections> {
  using Element = S;
  static void clear(void* all) { static_cast<std::vector<S>*>(all)->clear(); }
  static void* add(void* all, const std::string& /*name*/) {
    return &static_cast<std::vector<S>*>(all)->emplace_back();
  }
  static std::vector<Item> items(const void* all) {
    std::vector<Item> result;
    for (const S& element : *static_cast<const std::vector<S>*>(all)) {
      result.push_back({{}, &element});
    }
    return result;
  }
};
template <class S>
struct TypeOf<std::map<std::string, S>> : Is<Type::section_map> {
  using Element = S;
  static void clear(void* all) { static_cast<std::map<std::string, S>*>(all)->clear(); }
  static void* add(void* all, const std::string& name) {
    return &(*static_cast<std::map<std::string, S>*>(all))[name];
  }
  static std::vector<Item> items(const void* all) {
    std::vector<Item> result;
    for (const auto& [name, element] : *static_cast<const std::map<std::string, S>*>(all)) {
      result.push_back({name, &element});
    }
    return result;
  }
};

}  // namespace detail

// The row that binds a member; its type follows from the member's.
template <auto Member>
constexpr Field field(std::string_view name, std::string_view meaning, Traits traits = {}) {
  using Value = typename detail::MemberOf<Member>::Value;
  using Kind = detail::TypeOf<Value>;
  Field row{.name = name,
            .meaning = meaning,
            .type = Kind::value,
            .at = &detail::MemberOf<Member>::at,
            .words = {},
            .fields = nullptr,
            .container = {},
            .traits = traits};
  if constexpr (Kind::value == Type::choice) {
    static_assert(sizeof(Value) == 1, "choices are read and written as one byte");
    row.words = Choices<Value>::words;
  } else if constexpr (Kind::value == Type::section) {
    row.fields = &fields_of<Value>;
  } else if constexpr (Kind::value == Type::sections || Kind::value == Type::section_map) {
    row.fields = &fields_of<typename Kind::Element>;
    row.container = {
        &Kind::clear, &Kind::add, &Kind::items, &detail::blank<typename Kind::Element>};
  }
  return row;
}

}  // namespace centinela::config
