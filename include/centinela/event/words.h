// Word<E>: the words of the access event's closed vocabularies, as enums. Floor 1, pure.
//
// An unknown word becomes `other` and is counted, never refused; a missing one is `absent`.
// docs and contracts: the names below are the JSON words.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace centinela {

enum class PrincipalKind : std::uint8_t {
  absent,
  other,
  human,
  bot,
  agent,
  service,
  api_key,
  vendor
};

enum class Action : std::uint8_t {
  absent,
  other,
  read,
  list,
  search,
  query,
  retrieve,
  unmask,
  export_,
  download,
  share,
  create,
  update,
  delete_,
  consent_change,
  tool_call,
  embed,
  impersonate,
  grant,
  auth_change,
  login,
  heartbeat,
};

enum class Reach : std::uint8_t { absent, other, listed, opened };  // JSON: result

enum class Outcome : std::uint8_t { absent, other, ok, denied, not_found, error };

enum class ResourceKind : std::uint8_t {
  absent,
  other,
  table,
  index,
  transcript,
  prompt_log,
  recording,
  file,
  job,
};

enum class Sensitivity : std::uint8_t { absent, other, public_, internal, personal, special };

enum class QueryShape : std::uint8_t {
  absent,
  other,
  by_id,
  by_name,
  wildcard,
  filter,
  semantic,
  count,
};

enum class ContextKind : std::uint8_t {
  absent,
  other,
  ticket,
  assignment,
  conversation,
  handover,
  callback,
  roster,
  link,
  grant,
  approval,
  employment,
  consent,
  event,
};

enum class IssuedBy : std::uint8_t { absent, other, customer, system, third_person, self };

enum class ControlKind : std::uint8_t { absent, other, verdict, erase, switch_ };

// `ack` is no judgement: somebody has it in hand, so it need not be said again.
enum class Ruling : std::uint8_t { absent, other, benign, malicious, expected, duplicate, ack };

enum class Label : std::uint8_t { absent, other, vip, canary, coworker, household, self };

// The JSON words of E in enumerator order; the first two, absent and other, have none of their own.
template <class E>
struct Words;

#define CENTINELA_WORDS(E, ...)                        \
  template <>                                          \
  struct Words<E> {                                    \
    static constexpr std::array names = {__VA_ARGS__}; \
  }
using namespace std::string_view_literals;
CENTINELA_WORDS(PrincipalKind,
                ""sv,
                "other"sv,
                "human"sv,
                "bot"sv,
                "agent"sv,
                "service"sv,
                "api_key"sv,
                "vendor"sv);
CENTINELA_WORDS(Action,
                ""sv,
                "other"sv,
                "read"sv,
                "list"sv,
                "search"sv,
                "query"sv,
                "retrieve"sv,
                "unmask"sv,
                "export"sv,
                "download"sv,
                "share"sv,
                "create"sv,
                "update"sv,
                "delete"sv,
                "consent_change"sv,
                "tool_call"sv,
                "embed"sv,
                "impersonate"sv,
                "grant"sv,
                "auth_change"sv,
                "login"sv,
                "heartbeat"sv);
CENTINELA_WORDS(Reach, ""sv, "other"sv, "listed"sv, "opened"sv);
CENTINELA_WORDS(Outcome, ""sv, "other"sv, "ok"sv, "denied"sv, "not_found"sv, "error"sv);
CENTINELA_WORDS(ResourceKind,
                ""sv,
                "other"sv,
                "table"sv,
                "index"sv,
                "transcript"sv,
                "prompt_log"sv,
                "recording"sv,
                "file"sv,
                "job"sv);
CENTINELA_WORDS(Sensitivity, ""sv, "other"sv, "public"sv, "internal"sv, "personal"sv, "special"sv);
CENTINELA_WORDS(QueryShape,
                ""sv,
                "other"sv,
                "by_id"sv,
                "by_name"sv,
                "wildcard"sv,
                "filter"sv,
                "semantic"sv,
                "count"sv);
CENTINELA_WORDS(ContextKind,
                ""sv,
                "other"sv,
                "ticket"sv,
                "assignment"sv,
                "conversation"sv,
                "handover"sv,
                "callback"sv,
                "roster"sv,
                "link"sv,
                "grant"sv,
                "approval"sv,
                "employment"sv,
                "consent"sv,
                "event"sv);
CENTINELA_WORDS(IssuedBy, ""sv, "other"sv, "customer"sv, "system"sv, "third_person"sv, "self"sv);
CENTINELA_WORDS(ControlKind, ""sv, "other"sv, "verdict"sv, "erase"sv, "switch"sv);
CENTINELA_WORDS(
    Ruling, ""sv, "other"sv, "benign"sv, "malicious"sv, "expected"sv, "duplicate"sv, "ack"sv);
CENTINELA_WORDS(Label, ""sv, "other"sv, "vip"sv, "canary"sv, "coworker"sv, "household"sv, "self"sv);
#undef CENTINELA_WORDS

template <class E>
inline constexpr std::size_t word_count = Words<E>::names.size();

template <class E>
[[nodiscard]] constexpr std::string_view to_word(E value) noexcept {
  return Words<E>::names[static_cast<std::size_t>(value)];
}

// `other` for a word that is not in the vocabulary; never `absent`.
template <class E>
[[nodiscard]] constexpr E from_word(std::string_view word) noexcept {
  for (std::size_t i = 2; i < word_count<E>; ++i) {
    if (Words<E>::names[i] == word) {
      return static_cast<E>(i);
    }
  }
  return E::other;
}

// A small set of labels, as bits.
class LabelSet {
 public:
  constexpr void insert(Label label) noexcept { bits_ |= bit(label); }
  [[nodiscard]] constexpr bool contains(Label label) const noexcept {
    return (bits_ & bit(label)) != 0;
  }
  [[nodiscard]] constexpr bool empty() const noexcept { return bits_ == 0; }
  friend constexpr bool operator==(LabelSet, LabelSet) noexcept = default;

 private:
  static constexpr std::uint16_t bit(Label label) noexcept {
    return static_cast<std::uint16_t>(1U << static_cast<unsigned>(label));
  }
  std::uint16_t bits_ = 0;
};

}  // namespace centinela
