// The kinds of rows that a mapping table is made of, as templates over the member they fill.
// Floor 2.
//
// A member of RawEvent lands in the target's event, a member of any other struct in `extra`, which
// is of that type in every table that names it.
#pragma once

#include "codec/reader.h"

#include <type_traits>

namespace centinela::codec {

namespace detail {
template <class Class, class Type>
Class class_of(Type Class::*);
}  // namespace detail

template <auto Member>
[[nodiscard]] auto& member(const Target& target) noexcept {
  using Class = decltype(detail::class_of(Member));
  if constexpr (std::is_same_v<Class, RawEvent>) {
    return target.event->*Member;
  } else {
    return static_cast<Class*>(target.extra)->*Member;
  }
}

template <class E>
inline constexpr Vocabulary vocabulary_of = Vocabulary::action;
template <>
inline constexpr Vocabulary vocabulary_of<PrincipalKind> = Vocabulary::principal_kind;
template <>
inline constexpr Vocabulary vocabulary_of<Reach> = Vocabulary::result;
template <>
inline constexpr Vocabulary vocabulary_of<Outcome> = Vocabulary::outcome;
template <>
inline constexpr Vocabulary vocabulary_of<ResourceKind> = Vocabulary::resource_kind;
template <>
inline constexpr Vocabulary vocabulary_of<Sensitivity> = Vocabulary::sensitivity;
template <>
inline constexpr Vocabulary vocabulary_of<QueryShape> = Vocabulary::query_shape;
template <>
inline constexpr Vocabulary vocabulary_of<Label> = Vocabulary::label;
template <>
inline constexpr Vocabulary vocabulary_of<ContextKind> = Vocabulary::context_kind;
template <>
inline constexpr Vocabulary vocabulary_of<IssuedBy> = Vocabulary::issued_by;
template <>
inline constexpr Vocabulary vocabulary_of<ControlKind> = Vocabulary::control_kind;
template <>
inline constexpr Vocabulary vocabulary_of<Ruling> = Vocabulary::ruling;

// The word's enumerator; an unknown one is `other` and counted.
template <class E>
[[nodiscard]] E known_word(Reader& reader, std::string_view word) noexcept {
  const E value = from_word<E>(word);
  if (value == E::other) {
    reader.count_unknown(vocabulary_of<E>);
  }
  return value;
}

namespace rows {

template <auto Member>
bool text(Reader& reader, Cell& cell, const Target& target) {
  return reader.text(cell, member<Member>(target));
}
template <auto Member>
bool identifier(Reader& reader, Cell& cell, const Target& target) {
  return reader.identifier(cell, member<Member>(target));
}
// A field that every record has must not be empty either.
bool is_empty_text(Reader& reader, Cell& cell);
template <ReadCell Read>
bool required(Reader& reader, Cell& cell, const Target& target) {
  return !is_empty_text(reader, cell) && Read(reader, cell, target);
}
// Keeps the first of several, where a standard has a list and we have one place.
template <auto Member>
bool first_text(Reader& reader, Cell& cell, const Target& target) {
  std::string_view found;
  std::string_view& kept = member<Member>(target);
  if (!reader.text(cell, found)) {
    return false;
  }
  kept = kept.empty() ? found : kept;
  return true;
}
template <auto Member>
bool count(Reader& reader, Cell& cell, const Target& target) {
  return reader.count(cell, member<Member>(target));
}
template <auto Member>
bool integer(Reader& reader, Cell& cell, const Target& target) {
  return reader.integer(cell, member<Member>(target));
}
template <auto Member, int Limit>
bool degrees(Reader& reader, Cell& cell, const Target& target) {
  return reader.real(cell, Limit, member<Member>(target));
}
template <auto Member>
bool flag(Reader& reader, Cell& cell, const Target& target) {
  return reader.flag(cell, member<Member>(target));
}
template <auto Member>
bool event_time(Reader& reader, Cell& cell, const Target& target) {
  return reader.event_time(cell, member<Member>(target));
}
template <auto Member>
bool moment(Reader& reader, Cell& cell, const Target& target) {
  return reader.moment(cell, member<Member>(target));
}
template <auto Member>
bool word(Reader& reader, Cell& cell, const Target& target) {
  using E = std::remove_reference_t<decltype(member<Member>(target))>;
  std::string_view written;
  if (!reader.text(cell, written)) {
    return false;
  }
  member<Member>(target) = known_word<E>(reader, written);
  return true;
}
template <auto Member, std::size_t KeptMax>
bool identifiers(Reader& reader, Cell& cell, const Target& target) {
  std::uint32_t total = 0;
  return reader.identifiers(cell, KeptMax, member<Member>(target), total);
}
template <auto Member, auto Total, std::size_t KeptMax>
bool counted_identifiers(Reader& reader, Cell& cell, const Target& target) {
  return reader.identifiers(cell, KeptMax, member<Member>(target), member<Total>(target));
}
bool labels(Reader& reader, Cell& cell, const Target& target);
bool loose_integer(Reader& reader, Cell& cell, std::int64_t& out);
// Text whose presence is all that matters.
bool unread_text(Reader& reader, Cell& cell, const Target& target);

// An object whose rows fill the same target.
bool object_of(Reader& reader, Cell& cell, const Target& target, Rows rows);
template <const auto& Table>
bool object(Reader& reader, Cell& cell, const Target& target) {
  return object_of(reader, cell, target, Table);
}
// The same for a place that may also hold other things, which are of no interest then.
template <const auto& Table>
bool object_if_any(Reader& reader, Cell& cell, const Target& target) {
  if (cell.first() == '{') {
    return object_of(reader, cell, target, Table);
  }
  reader.check(cell);
  return false;
}
// An array of such objects, or one of them in its place.
template <const auto& Table>
bool objects(Reader& reader, Cell& cell, const Target& target) {
  if (cell.is_null()) {
    reader.check(cell);
    return false;
  }
  reader.each(cell, [&](Cell& element) { object_of(reader, element, target, Table); });
  return true;
}
template <const auto& Table>
bool objects_if_any(Reader& reader, Cell& cell, const Target& target) {
  if (cell.first() != '[') {
    reader.check(cell);
    return false;
  }
  reader.each(cell, [&](Cell& element) { object_if_any<Table>(reader, element, target); });
  return false;
}
// For formats that are not ours: a value of another type is of no interest there, and no fault.
template <auto Member>
bool text_if_any(Reader& reader, Cell& cell, const Target& target) {
  if (cell.first() == '"') {
    return reader.text(cell, member<Member>(target));
  }
  reader.check(cell);
  return false;
}
template <auto Member>
bool identifier_if_any(Reader& reader, Cell& cell, const Target& target) {
  if (cell.first() == '"') {
    return reader.identifier(cell, member<Member>(target));
  }
  reader.check(cell);
  return false;
}
// An integer as a number or, as some encoders write 64 bits, as a text of digits.
template <auto Member>
bool integer_if_any(Reader& reader, Cell& cell, const Target& target) {
  return loose_integer(reader, cell, member<Member>(target));
}
// A key that an access event of ours does not have, with a value that begins with First.
template <Hint Which, char First>
bool hint(Reader& reader, Cell& cell, const Target& /*target*/) {
  if (cell.first() == First) {
    reader.hint(Which);
  }
  reader.check(cell);
  return false;
}
// Native context and control records are read under every format.
bool steering_type(Reader& reader, Cell& cell, const Target& target);
// The object at hand is of another kind than this table's.
template <Reroute Where>
bool marker(Reader& reader, Cell& cell, const Target& /*target*/) {
  reader.check(cell);
  reader.reroute(Where);
  return false;
}

}  // namespace rows
}  // namespace centinela::codec
