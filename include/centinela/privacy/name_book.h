// NameBook: token → text of the few kinds that an alert may show in clear. Floor 2, one thread.
//
// Names cross the boundary here and nowhere else, by the table of docs/privacy.md: tenant, role,
// team, site and city at once; principals only where the configuration says so; a vocabulary word
// when it is configured, or was seen from 3 principals on 2 days of the log and has the shape of a
// word. Before that only tokens and days of it are kept, never its text. Views that text() returns
// live until the next admit or note.
#pragma once

#include "centinela/base/bytes.h"
#include "centinela/base/result.h"
#include "centinela/event/token.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace centinela::privacy {

// Bounds; what happens when full is said at each. A full book of defaults takes about 30 MiB.
struct NameBookOptions {
  // Vocabulary words; tenants; places (role, team, site, city); and principals in clear: of each
  // so many. When full, the first in second-chance order (CLOCK) that was not used since the hand
  // last passed is evicted.
  std::size_t entries_max = 65536;
  // Words not admitted yet; evicted in the same order.
  std::size_t candidates_max = 65536;
};

// Who said a word, and when: what its admission is decided by.
struct WordUse {
  PrincipalToken principal;    // absent: does not count
  std::int64_t day = 0;        // of the log (received, UTC)
  std::uint64_t sequence = 0;  // of the log entry
};

class NameBook {
 public:
  explicit NameBook(const NameBookOptions& options = {});
  NameBook(NameBook&&) noexcept;
  NameBook& operator=(NameBook&&) noexcept;
  NameBook(const NameBook&) = delete;
  NameBook& operator=(const NameBook&) = delete;
  ~NameBook();

  static constexpr std::size_t text_bytes_max = 64;
  static constexpr std::size_t principals_for_admission = 3;
  static constexpr std::size_t evicted_kept = 4096;

  // Clear at once: tenant, and role, team, site, city as words. False when the text may not be
  // shown (over 64 bytes, not printable): its token stays.
  bool admit(TenantToken token, std::string_view text, std::uint64_t sequence);
  bool admit_place(WordToken token, std::string_view text, std::uint64_t sequence);
  // Only under `privacy.principals: clear`.
  bool admit(PrincipalToken token, std::string_view text, std::uint64_t sequence);
  // A word of the configured vocabulary; never evicted, shown from the first event on.
  bool admit_configured(WordToken token, std::string_view text);
  [[nodiscard]] bool is_configured(WordToken token) const noexcept;

  // One use of a vocabulary word. True when no later use can change anything before the next
  // eviction (it is in clear, or can never be), so that the caller need not ask again.
  bool note(WordToken token, std::string_view text, const WordUse& use);

  // The text as an alert may show it that was decided at log entry `as_of`: exact however the log
  // was batched, as long as at most evicted_kept words were evicted since.
  [[nodiscard]] std::optional<std::string_view> text(TenantToken token, std::uint64_t as_of) const;
  [[nodiscard]] std::optional<std::string_view> text(PrincipalToken token,
                                                     std::uint64_t as_of) const;
  [[nodiscard]] std::optional<std::string_view> text(WordToken token, std::uint64_t as_of) const;

  // The principal's name, where it was kept, and its part in words that are not admitted yet.
  void forget(PrincipalToken principal) noexcept;

  // Grows with every eviction; what note() said holds while it stands still.
  [[nodiscard]] std::uint64_t evictions() const noexcept;
  [[nodiscard]] std::size_t size() const noexcept;        // entries in clear
  [[nodiscard]] std::size_t candidates() const noexcept;  // words not admitted yet

  // Entries and candidates, without the configured vocabulary, which is not state. Holds names:
  // seal before it is stored.
  void encode(ByteWriter& writer) const;
  // Replaces everything but the configured vocabulary. bad_data leaves the book as it was.
  [[nodiscard]] Result<void> decode(ByteReader& reader);

 private:
  bool note_first(WordToken token, std::string_view text, const WordUse& use);

  struct State;
  std::unique_ptr<State> state_;
};

// The clear word where the book has it as of then, else the printed token; "" for an absent token.
template <TokenKind K>
[[nodiscard]] std::string shown(const NameBook& names, Token<K> token, std::uint64_t as_of) {
  if (is_absent(token)) {
    return {};
  }
  if (const auto text = names.text(token, as_of)) {
    return std::string(*text);
  }
  return print(token);
}

}  // namespace centinela::privacy
