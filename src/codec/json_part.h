// JsonPart: one object of a parsed document with its path, read field by field. Floor 2.
//
// For documents that are read once, off the hot path. A field that is absent or null leaves its
// place as it is; one of the wrong type is an error that names its path.
#pragma once

#include "centinela/base/result.h"
#include "centinela/base/time.h"

#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace centinela::codec {

using Element = simdjson::dom::element;

[[nodiscard]] Error expected(std::string_view path, std::string_view what);

struct JsonPart {
  Element object;
  std::string_view path;

  [[nodiscard]] std::string path_of(std::string_view key) const;
  // Nothing when it is absent or null.
  [[nodiscard]] std::optional<Element> find(std::string_view key) const;
  [[nodiscard]] Result<void> text(std::string_view key, std::string& out) const;
  [[nodiscard]] Result<void> number(std::string_view key, double& out) const;
  [[nodiscard]] Result<void> integer(std::string_view key, std::int64_t& out) const;
  [[nodiscard]] Result<void> time(std::string_view key, EventTime& out) const;
  [[nodiscard]] Result<void> texts(std::string_view key, std::vector<std::string>& out) const;
  // An object, or nothing when it is absent or null.
  [[nodiscard]] Result<std::optional<JsonPart>> part(std::string_view key) const;
};

}  // namespace centinela::codec
