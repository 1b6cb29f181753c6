// A tree as YAML or JSON text. Floor 9, pure.
#pragma once

#include "config/node.h"

#include <map>
#include <string>

namespace centinela::config {

// Block style, lists of plain values on one line. `comment_of` maps dotted paths to comments that
// are put behind the value; null for none.
[[nodiscard]] std::string to_yaml(const Node& tree,
                                  const std::map<std::string, std::string>* comment_of);

// One line, flow style.
[[nodiscard]] std::string to_flow(const Node& tree);

// Two spaces a level, a newline at the end.
[[nodiscard]] std::string to_json(const Node& tree);

}  // namespace centinela::config
