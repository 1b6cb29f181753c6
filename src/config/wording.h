// How the manual words a field: its type, default and notes. Floor 9, pure.
#pragma once

#include "config/field.h"

#include <string>

namespace centinela::config {

// "duration between 10ms and 1m", "one of text, json", "list of text".
[[nodiscard]] std::string type_words(const Field& field);

// The default as YAML on one line; `owner` is a default-constructed struct.
[[nodiscard]] std::string default_words(const Field& field, const void* owner);

// A value to show in an example: the example of the field, or the default.
[[nodiscard]] std::string example_value(const Field& field, const void* owner);

}  // namespace centinela::config
