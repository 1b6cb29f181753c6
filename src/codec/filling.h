// How the presets settle what their rows gathered. Floor 2, pure.
#pragma once

#include "centinela/codec/dead_letter_reason.h"

#include "codec/rows.h"

#include <initializer_list>

namespace centinela::codec {

template <class T>
void put(RawEvent& event, Field field, T& place, T value) noexcept {
  if (value != T{}) {
    place = value;
    event.present.insert(field);
  }
}

[[nodiscard]] constexpr std::string_view first_of(
    std::initializer_list<std::string_view> candidates) noexcept {
  for (const std::string_view candidate : candidates) {
    if (!candidate.empty()) {
      return candidate;
    }
  }
  return {};
}

// What a name that begins and ends so means; the first row that fits counts.
template <class T>
struct NameRule {
  std::string_view prefix;
  std::string_view suffix;
  T value;
};
template <class T>
[[nodiscard]] constexpr T by_name(std::span<const NameRule<T>> rules,
                                  std::string_view name,
                                  T otherwise) noexcept {
  for (const NameRule<T>& rule : rules) {
    if (name.size() >= rule.prefix.size() + rule.suffix.size() && name.starts_with(rule.prefix) &&
        name.ends_with(rule.suffix)) {
      return rule.value;
    }
  }
  return otherwise;
}

// Digits and dots, or a colon: what stands there otherwise is a service's or a socket's name.
[[nodiscard]] constexpr bool is_address(std::string_view text) noexcept {
  return text.find(':') != std::string_view::npos ||
         (text.find('.') != std::string_view::npos &&
          text.find_first_not_of("0123456789.") == std::string_view::npos);
}

// The last path of the settling: false, and noted, when an identifier is too long.
inline bool check_identifiers(Reader& reader, const RawEvent& event, const char* at) noexcept {
  for (const std::string_view id :
       {event.id,
        event.principal_id,
        event.tenant,
        event.ip,
        event.session,
        event.client,
        event.conversation,
        event.acting_for,
        event.data_subjects.empty() ? std::string_view{} : event.data_subjects.front(),
        event.on_behalf_of.empty() ? std::string_view{} : event.on_behalf_of.front()}) {
    if (id.size() > identifier_bytes_max) {
      reader.fail(
          {reason::identifier_too_long, "expected an identifier of at most 256 bytes"}, {}, at);
      return false;
    }
  }
  return true;
}

}  // namespace centinela::codec
