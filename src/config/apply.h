// apply: lays a tree of YAML over the settings by way of the field tables. Floor 9, pure.
//
// Text, numbers and lists replace what was there; maps and sections are merged name by name.
#pragma once

#include "centinela/base/result.h"

#include "config/field.h"
#include "config/node.h"

#include <map>
#include <string>
#include <string_view>

namespace centinela::config {

// Dotted path of every setting that was given → where: "centinela.yaml:12:3", "--set".
using Origins = std::map<std::string, std::string>;

// Where a tree comes from, as errors and origins name it.
struct Layer {
  std::string_view source;
  bool has_loose_scalars = false;  // environment and command line: no quotes to tell text by
};

// `owner` is the struct that `fields` binds. On an error (config, with source, line, column, path,
// and a did-you-mean) it is half changed: discard it.
[[nodiscard]] Result<void> apply(
    const Node& tree, const Layer& layer, Fields fields, void* owner, Origins& origins);

// "a.b", or "b" at the top.
[[nodiscard]] std::string join_path(std::string_view parent, std::string_view name);

[[nodiscard]] const Field* find_field(Fields fields, std::string_view name) noexcept;

}  // namespace centinela::config
