// Text made safe to print: in errors, YAML, JSON and the canonical form. Floor 9, pure.
#pragma once

#include <string>
#include <string_view>

namespace centinela::config {

// In double quotes, at most 48 bytes, control and non-ASCII bytes as \xNN: safe on any terminal.
// What looks like an e-mail address is not repeated: the file may not be the one that was meant.
[[nodiscard]] std::string quote_for_error(std::string_view text);

// A JSON string with its quotes; `text` is UTF-8. Also a YAML double-quoted scalar.
[[nodiscard]] std::string quote_json(std::string_view text);

// As it is where YAML reads it back as the same text, else quoted.
[[nodiscard]] std::string quote_yaml(std::string_view text);

}  // namespace centinela::config
