// parse_yaml: one YAML document as a tree, strictly. Floor 9, pure.
//
// Refuses what people did not mean: duplicate keys, merge keys, anchors and aliases, tags, a second
// document, bad UTF-8, keys that are not text, nesting over 16.
#pragma once

#include "centinela/base/result.h"

#include "config/node.h"

#include <string>
#include <string_view>

namespace centinela::config {

// `source` names the text in errors: "centinela.yaml". Null for an empty document.
[[nodiscard]] Result<Node> parse_yaml(std::string_view text, std::string_view source);

// "centinela.yaml:12:3", or the source alone where there is no line.
[[nodiscard]] std::string place(std::string_view source, Mark mark);

}  // namespace centinela::config
