// set_scalar: one written value into one setting, within its bounds. Floor 9, pure.
#pragma once

#include "centinela/base/result.h"

#include "config/field.h"
#include "config/node.h"

#include <string>

namespace centinela::config {

// Errors (config) say "expected …" and nothing about place or what was found: the caller adds both.
[[nodiscard]] Result<void> set_scalar(const Field& field,
                                      const Node& node,
                                      bool is_loose,
                                      void* value);

// The value as it would be written; the inverse of set_scalar. Not for secrets.
[[nodiscard]] std::string scalar_text(const Field& field, const void* value);

// Whether the setting is one value (not a list, a map or a section).
[[nodiscard]] bool is_scalar(Type type) noexcept;

// A number of the field's type as the manual prints it: 300000 of a duration is "5m".
[[nodiscard]] std::string bound_text(const Field& field, double bound);

// "between 10ms and 1m", "at least 1", or empty.
[[nodiscard]] std::string bounds_text(const Field& field);

}  // namespace centinela::config
