// Text that is safe to print: no control characters, valid UTF-8, bounded. Floor 0, pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace centinela {

// Replaces what could steer a terminal or forge a line by visible text: control characters (C0,
// DEL, C1, hence ANSI escapes and newlines) by \xNN, invalid UTF-8 and bidirectional overrides by
// '?'. Idempotent.
[[nodiscard]] std::string printable(std::string_view text);

// At most bytes_max bytes, cut between characters.
[[nodiscard]] std::string_view cut_utf8(std::string_view text, std::size_t bytes_max) noexcept;

// Appends the text as a JSON string with its quotes; invalid UTF-8 becomes U+FFFD.
void append_json_string(std::string& out, std::string_view text);

}  // namespace centinela
