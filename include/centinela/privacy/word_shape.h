// What text may be shown in clear, and how resource names lose what is particular. Floor 2, pure.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace centinela::privacy {

// Valid UTF-8, not empty, at most 64 bytes, and nothing that a terminal or a page would obey:
// no control character (C0, C1, ANSI escapes), line or paragraph separator, zero-width or
// bidirectional mark.
[[nodiscard]] bool is_showable(std::string_view text) noexcept;

// Showable, and of the shape of a vocabulary word rather than of an identifier: no '@', no run of
// five digits, at most eight digits in all, letters of Latin, Greek, Cyrillic, kana, Han or Hangul
// (other scripts have digits and marks of their own; they take the configured vocabulary).
[[nodiscard]] bool has_word_shape(std::string_view text) noexcept;

inline constexpr std::size_t template_bytes_max = 256;
using TemplateBuffer = std::array<char, template_bytes_max>;

// The resource name without its particulars: "/customers/c-00025603/notes" becomes
// "/customers/{id}/notes", "sessions_2026_11_21" becomes "sessions_{id}" and
// "/exports/Jane Roe.pdf" becomes "/exports/{file}.pdf". The rules are in docs/privacy.md.
// Idempotent and deterministic; the view points into `buffer`.
[[nodiscard]] std::string_view resource_template(std::string_view name,
                                                 TemplateBuffer& buffer) noexcept;

}  // namespace centinela::privacy
